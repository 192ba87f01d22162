"""From rows to segments, needs and methods; what cannot be read is named with row and column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from zhuoyue import Problem, Severity, Text, did_you_mean
from zhuoyue.records import RecordsSettings, Row, advised
from zhuoyue_plugins.customer_knowledge.customers import SPELLINGS, Customers, Kind, Listening, Need, Segment, once
from zhuoyue_plugins.customer_knowledge.settings import CustomerKnowledgeSettings

EVERYBODY = "全部顾客"
"""Segment of needs that name none."""
_USUAL = 10
"""Upper end of the scales in use, but for those of 100."""
_FEW = 4
"""Values beyond it are doubted up to one in so many."""


@dataclass
class Reader:
    """Reads one part after the other and remembers what was wrong."""

    settings: CustomerKnowledgeSettings
    segments: list[Segment] = field(default_factory=list)
    needs: list[Need] = field(default_factory=list)
    methods: list[Listening] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _where: dict[str, Row] = field(default_factory=dict)
    """The first row, outside the segment register, that names a segment."""

    def read_segments(self, rows: Sequence[Row], settings: RecordsSettings) -> None:
        """Read the segment register."""
        words = self._kind_words()
        for row in self._once(rows, ("segment",), settings):
            kind = row.word("kind")
            known = words.get(kind.casefold()) if kind else None
            if kind and known is None:
                self._unknown_kind(row, kind, settings)
            self.segments.append(Segment(row.word("segment") or "", known, row.numbers.get("size"), row.word("owner")))

    def read_needs(self, rows: Sequence[Row], settings: RecordsSettings) -> None:
        """Read needs; those without importance or performance are left out."""
        keys = ("segment", "need") if "segment" in (rows[0].columns if rows else {}) else ("need",)
        read: list[tuple[Row, str, Decimal]] = []
        for row in self._once(rows, keys, settings):
            segment = row.word("segment") or EVERYBODY
            self._where.setdefault(segment, row)
            importance, performance = (self._scaled(row, key, settings) for key in ("importance", "performance"))
            if importance is None or performance is None:
                self._incomplete(row, settings)
                continue
            competitor = self._scaled(row, "competitor", settings)
            self.needs.append(Need(segment, row.word("need") or "", importance, performance, competitor))
            values = {"importance": importance, "performance": performance, "competitor": competitor}
            read += [(row, key, value) for key, value in values.items() if value is not None]
        if self.settings.scale is None:
            self.problems += _off_usual(read)

    def read_methods(self, rows: Sequence[Row], settings: RecordsSettings) -> None:
        """Read listening methods."""
        for row in self._once(rows, ("segment", "method"), settings):
            segment = row.word("segment") or ""
            self._where.setdefault(segment, row)
            self.methods.append(
                Listening(
                    segment,
                    row.word("method") or "",
                    row.word("frequency"),
                    row.word("owner"),
                    row.days.get("reviewed"),
                )
            )

    def customers(self) -> Customers:
        """Return all that was read; segments that the register does not name stand last."""
        known = {one.name for one in self.segments}
        others = once([*(one.segment for one in self.needs), *(one.segment for one in self.methods)])
        unregistered = [name for name in others if name not in known]
        if self.settings.segments:
            self.problems += [self._unregistered(name, known) for name in unregistered if name != EVERYBODY]
        registered = not self.settings.segments
        return Customers(
            segments=(*self.segments, *(Segment(name, registered=registered) for name in unregistered)),
            needs=tuple(self.needs),
            methods=tuple(self.methods),
            has_register=self.settings.segments is not None,
            has_methods=self.settings.methods is not None,
        )

    def _once(self, rows: Sequence[Row], keys: tuple[str, ...], settings: RecordsSettings) -> Iterator[Row]:
        """Yield rows that have a name, each name once."""
        first: dict[tuple[str, ...], Row] = {}
        for row in rows:
            names = tuple(row.word(key) or "" for key in keys)
            missing = next((key for key, name in zip(keys, names, strict=True) if not name), None)
            if missing:
                self._add(
                    settings,
                    "customer-knowledge-no-name",
                    "the row has no name here and was left out",
                    "该行缺少名称，已剔除",
                    row.where(missing),
                )
            elif names in first:
                differs = row.words != first[names].words
                self._add(
                    settings,
                    "customer-knowledge-repeated",
                    f"{_cut(' – '.join(names))!r} stands in row {first[names].number} already, with "
                    f"{'other' if differs else 'the same'} content; that row counts",
                    f"{_cut(' – '.join(names))!r} 已见于第 {first[names].number} 行，"
                    f"内容{'不同' if differs else '相同'}；以该行为准",
                    row.where(keys[-1]),
                )
            else:
                first[names] = row
                yield row

    def _scaled(self, row: Row, key: str, settings: RecordsSettings) -> Decimal | None:
        value, scale = row.numbers.get(key), self.settings.scale
        if value is None or scale is None or scale[0] <= value <= scale[1]:
            return value
        low, high = scale
        self._add(
            settings,
            "customer-knowledge-off-scale",
            f"{row.word(key)!r} is outside the scale {low}–{high}; the need was left out",
            f"{row.word(key)!r} 超出量表 {low}–{high}，该需求已剔除",
            row.where(key),
        )
        return None

    def _incomplete(self, row: Row, settings: RecordsSettings) -> None:
        empty = next((key for key in ("importance", "performance") if row.word(key) is None), None)
        if empty:  # what cannot be read is a problem already
            self._add(
                settings,
                "customer-knowledge-incomplete",
                f"need {_cut(row.word('need') or '')!r} has no value here and was left out",
                f"需求 {_cut(row.word('need') or '')!r} 没有数值，已剔除",
                row.where(empty),
            )

    def _kind_words(self) -> Mapping[str, Kind]:
        own = self.settings.kind_words.model_dump()
        return {word.casefold(): kind for kind in Kind for word in (*SPELLINGS[kind], *own[str(kind)])}

    def _unknown_kind(self, row: Row, word: str, settings: RecordsSettings) -> None:
        en, zh = did_you_mean(word, self._kind_words())
        if "did you mean" not in en:
            en, zh = (
                " – expected one of: direct, indirect, competitor, potential",
                "，应为 直接、间接、竞争对手、潜在 之一",
            )
        self._add(
            settings,
            "customer-knowledge-unknown-kind",
            f"{_cut(word)!r} is no kind of customers{en}; the kind counts as not stated. Your own words go under "
            "kind_words",
            f"{_cut(word)!r} 不是顾客类型{zh.rstrip('？')}；按未注明处理，自用写法可列入 kind_words",
            row.where("kind"),
        )

    def _unregistered(self, name: str, known: set[str]) -> Problem:
        en, zh = did_you_mean(name, known)
        return Problem(
            code="customer-knowledge-unregistered",
            severity=Severity.WARNING,
            text=Text(
                en=f"segment {_cut(name)!r} is not in the segment register{en}",
                zh=f"客户群 {_cut(name)!r} 不在客户群登记表中{zh}",
            ),
            where=self._where[name].where("segment"),
        )

    def _add(self, settings: RecordsSettings, code: str, en: str, zh: str, where: str) -> None:
        problem = Problem(code=code, severity=Severity.ERROR, text=Text(en=en, zh=zh), where=where)
        self.problems.append(advised(problem, settings))


def _off_usual(read: Sequence[tuple[Row, str, Decimal]]) -> Iterator[Problem]:
    """Doubt the few values beyond ten where all others are within: no scale is stated, and a mean follows one slip."""
    beyond = [one for one in read if one[2] > _USUAL]
    if not beyond or len(beyond) * _FEW > len(read):
        return
    for row, key, _ in beyond:
        text = Text(
            en=f"{row.word(key)!r} is far above the other values, which are at most {_USUAL}; it counts. State the "
            f"scale to leave such values out: scale = [1, {_USUAL}]",
            zh=f"{row.word(key)!r} 远高于其他数值（均不超过 {_USUAL}），目前仍计入。如需剔除，请写明量表："
            f"scale = [1, {_USUAL}]",
        )
        where = row.where(key)
        yield Problem(code="customer-knowledge-scale-suspect", severity=Severity.WARNING, text=text, where=where)


def _cut(word: str) -> str:
    return word if len(word) <= 60 else f"{word[:60]}…"
