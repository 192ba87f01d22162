"""What a matrix shows: the matrix itself, coverage by kind and by channel, gaps, and coverage over the years."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from zhuoyue import Exhibit, Measure, NumberColumn, Point, Source, Text, TextColumn
from zhuoyue_plugins.contact_matrix import starter
from zhuoyue_plugins.contact_matrix.availability import WORDS
from zhuoyue_plugins.contact_matrix.matrix import Matrix, Tally, percent
from zhuoyue_plugins.contact_matrix.settings import ContactMatrixSettings

PERCENT = Text(zh="%", en="%")
NO_CHANNEL = Text(zh="没有任何渠道", en="no channel")
ONE_CHANNEL = Text(zh="只有一个渠道", en="one channel only")
NEVER_AT_NIGHT = Text(zh="没有全天渠道", en="not around the clock")
_COUNTS = (
    ("given", Text(zh="提供", en="Given")),
    ("always", Text(zh="全天", en="Around the clock")),
    ("office", Text(zh="工作时间", en="Office hours")),
    ("some", Text(zh="时间未注明", en="Hours not stated")),
    ("none", Text(zh="不提供", en="Not given")),
    ("unknown", Text(zh="未填写", en="Not stated")),
)


class Display:
    """Makes the exhibits and measures of one source."""

    def __init__(self, source: Source, evidence: tuple[str, ...]) -> None:
        self._source = source
        self._settings: ContactMatrixSettings = source.settings
        self._evidence = evidence

    def exhibits(self, matrix: Matrix) -> tuple[Exhibit, ...]:
        """Return what the matrix shows."""
        shown = [self._matrix(matrix), self._items(matrix), self._channels(matrix), self._gaps(matrix)]
        lacking = starter.missing(matrix.information, self._settings.covers)
        return (*shown, *([] if lacking is None else [self._missing(lacking)]))

    def measures(self, matrices: Sequence[Matrix]) -> tuple[Measure, ...]:
        """Return how coverage went over the years; nothing where the records tell no years."""
        dated = [one for one in matrices if one.year]
        if not dated:
            return ()
        return (
            self._measure(
                "coverage",
                Text(zh="信息查询渠道覆盖率", en="Channels that give the information"),
                Text(
                    zh="提供该信息的单元格占已填写单元格的百分比",
                    en="cells that give the information, percent of the cells filled in",
                ),
                dated,
                lambda one: (one.whole().share, one.whole().known),
            ),
            self._measure(
                "two-channels",
                Text(zh="有两个及以上渠道的信息项比例", en="Kinds of information given by two or more channels"),
                Text(
                    zh="至少两个渠道提供的信息项占全部信息项的百分比",
                    en="kinds given by two or more channels, percent of all kinds",
                ),
                dated,
                lambda one: (percent(len(one.twofold), len(one.information)), len(one.information)),
            ),
            self._measure(
                "around-the-clock",
                Text(zh="可全天查询的信息项比例", en="Kinds of information given around the clock"),
                Text(
                    zh="至少一个渠道全天提供的信息项占全部信息项的百分比",
                    en="kinds that a channel gives around the clock, percent of all kinds",
                ),
                dated,
                lambda one: (percent(len(one.around_the_clock), len(one.information)), len(one.information)),
            ),
        )

    def name(self, word: str) -> Text:
        """Return a name from the records, with its English where the settings give one."""
        english = self._settings.english.get(word)
        return Text(zh=word, en=english) if english else Text.model_validate(word)

    def _matrix(self, matrix: Matrix) -> Exhibit:
        columns = [
            TextColumn(
                key=f"channel-{number}",
                title=self.name(channel),
                values=tuple(WORDS[said] if (said := matrix.at(one, channel)) else None for one in matrix.information),
            )
            for number, channel in enumerate(matrix.channels, 1)
        ]
        return self._exhibit(
            "matrix",
            Text(zh="顾客查询方式表", en="What customers can find out, by which channel"),
            Text(
                zh="逐格取自记录：● 全天，○ 工作时间，√ 可查询但时间未注明，× 不提供；空格表示记录未说明",
                en="Cell by cell from the records: ● around the clock, ○ in office hours, √ given but hours not "
                "stated, × not given; nothing where the records do not say",
            ),
            [self._named(matrix.information), *columns],
            matrix,
        )

    def _items(self, matrix: Matrix) -> Exhibit:
        tallies = [matrix.of_information(one) for one in matrix.information]
        only = matrix.single
        last = TextColumn(
            key="only",
            title=Text(zh="唯一渠道", en="Only channel"),
            values=tuple(self.name(only[one]) if one in only else None for one in matrix.information),
        )
        return self._exhibit(
            "items",
            Text(zh="各信息项的渠道数", en="Channels by kind of information"),
            Text(
                zh="按行计数；覆盖率 = 提供 ÷（提供 + 不提供），未填写的单元格不计入",
                en="Counted by row; coverage = given ÷ (given + not given), cells that are not filled in left out",
            ),
            [self._named(matrix.information), *_counts(tallies), last],
            matrix,
        )

    def _channels(self, matrix: Matrix) -> Exhibit:
        tallies = [matrix.of_channel(one) for one in matrix.channels]
        names = TextColumn(
            key="channel", title=Text(zh="渠道", en="Channel"), values=tuple(map(self.name, matrix.channels))
        )
        return self._exhibit(
            "channels",
            Text(zh="各渠道可查询的信息项数", en="Kinds of information by channel"),
            Text(
                zh="按列计数；覆盖率 = 提供 ÷（提供 + 不提供），未填写的单元格不计入",
                en="Counted by column; coverage = given ÷ (given + not given), cells that are not filled in left out",
            ),
            [names, *_counts(tallies)],
            matrix,
        )

    def _gaps(self, matrix: Matrix) -> Exhibit:
        gaps: list[tuple[str, Text, Text | None]] = [(one, NO_CHANNEL, None) for one in matrix.unreachable]
        gaps += [(one, ONE_CHANNEL, self.name(channel)) for one, channel in matrix.single.items()]
        gaps += [(one, NEVER_AT_NIGHT, None) for one in matrix.never_at_night]
        return self._exhibit(
            "gaps",
            Text(zh="查询渠道的缺口", en="Gaps in the contact matrix"),
            Text(
                zh="没有任何渠道、只有一个渠道或没有全天渠道的信息项；该行有未填写的单元格时不作判断",
                en="Kinds that no channel gives, one channel only, or none around the clock; not said of a row with "
                "cells that are not filled in",
            ),
            [
                self._named([one for one, _, _ in gaps]),
                TextColumn(key="gap", title=Text(zh="缺口", en="Gap"), values=tuple(gap for _, gap, _ in gaps)),
                TextColumn(
                    key="channel", title=Text(zh="渠道", en="Channel"), values=tuple(where for _, _, where in gaps)
                ),
            ],
            matrix,
        )

    def _missing(self, lacking: tuple[Text, ...]) -> Exhibit:
        column = TextColumn(key="kind", title=Text(zh="信息类别", en="Kind of information"), values=lacking)
        total = len(starter.kinds())
        return self._exhibit(
            "missing",
            Text(zh="起步清单中未列入的信息类别", en="Kinds of the starter list that the matrix lacks"),
            Text(
                zh=f"起步清单共 {total} 类，按名称或 covers 的对应关系逐一查找；缺少的不一定适用于本组织",
                en=f"The starter list has {total} kinds, looked up by name or by what `covers` says; what is missing "
                "need not apply to the organisation",
            ),
            [column],
        )

    def _named(self, words: Iterable[str]) -> TextColumn:
        values = tuple(map(self.name, words))
        return TextColumn(key="information", title=Text(zh="信息项", en="Kind of information"), values=values)

    def _exhibit(
        self,
        word: str,
        title: Text,
        method: Text,
        columns: Sequence[TextColumn | NumberColumn],
        matrix: Matrix | None = None,
    ) -> Exhibit:
        return Exhibit(
            id=f"{self._source.name}-{word}",
            kind=f"contact-matrix.{word}",
            title=title,
            source=self._source.name,
            method=method,
            columns=tuple(columns),
            notes=_notes(matrix) if matrix else (),
            visibility=self._source.visibility,
            items=self._source.items,
            evidence=self._evidence,
        )

    def _measure(
        self,
        word: str,
        title: Text,
        method: Text,
        matrices: Sequence[Matrix],
        value: Callable[[Matrix], tuple[Decimal | None, int]],
    ) -> Measure:
        found = [(one.year or "", *value(one)) for one in matrices]
        return Measure(
            id=f"{self._source.name}-{word}",
            title=title,
            unit=PERCENT,
            decimals=1,
            source=self._source.name,
            method=method,
            visibility=self._source.visibility,
            items=self._source.items,
            evidence=self._evidence,
            points=tuple(Point(period=year, value=share, count=count) for year, share, count in found),
        )


def _counts(tallies: Sequence[Tally]) -> list[NumberColumn]:
    columns = [
        NumberColumn(key=key, title=title, values=tuple(Decimal(getattr(one, key)) for one in tallies))
        for key, title in _COUNTS
    ]
    share = NumberColumn(
        key="share",
        title=Text(zh="覆盖率", en="Coverage"),
        unit=PERCENT,
        decimals=0,
        values=tuple(one.share for one in tallies),
    )
    return [*columns, share]


def _notes(matrix: Matrix) -> tuple[Text, ...]:
    notes = []
    if matrix.year:
        notes.append(Text(zh=f"{matrix.year} 年的登记", en=f"As registered for {matrix.year}."))
    if unknown := matrix.whole().unknown:
        cells = len(matrix.information) * len(matrix.channels)
        notes.append(
            Text(
                zh=f'{cells} 个单元格中有 {unknown} 个未填写；空格若表示“不提供”，请设置 empty = "none"',
                en=f'{unknown} of {cells} cells are not filled in; if empty means not given, set empty = "none".',
            )
        )
    return tuple(notes)
