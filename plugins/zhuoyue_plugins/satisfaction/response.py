"""Response rates from the register of waves, and whether those who answered stand for those who were asked."""

# ruff: noqa: S608 - aliases and numbers in this SQL are our own

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from zhuoyue import Exhibit, Problem, Severity, Text, did_you_mean, same
from zhuoyue.records import Read
from zhuoyue_plugins.satisfaction.columns import number, words
from zhuoyue_plugins.satisfaction.figures import exact, proportion_test
from zhuoyue_plugins.satisfaction.item_tables import PERCENT
from zhuoyue_plugins.satisfaction.sheet import Sheet, named
from zhuoyue_plugins.satisfaction.survey import ANSWERS
from zhuoyue_plugins.satisfaction.voices import ALL
from zhuoyue_plugins.satisfaction.waves import Wave, Waves

_TOTALS = frozenset({"合计", "总计", "小计", "总数", "总体", "全部", "total", "sum", "all", "overall", "grand total"})
"""Words of a row that repeats the others."""
_NAMED = 5
"""So many segments a message names."""
_SHARE = Text(zh="百分点", en="percentage points")


@dataclass(frozen=True)
class _Line:
    """One row of the table: a period, or a segment in it."""

    period: str
    group: Text
    sent: int
    returned: int | None
    """How many answered; None if it cannot be told."""
    read: int | None
    """Answers read."""

    @property
    def rate(self) -> Fraction | None:
        """Percentage that answered; None if unknown, or more answered than were asked."""
        known = self.returned is not None and self.returned <= self.sent
        return Fraction(100 * (self.returned or 0), self.sent) if known and self.sent else None


class Response:
    """The register held against the answers read, period by period."""

    def __init__(self, sheet: Sheet, read: Read[Waves]) -> None:
        self._sheet, self._read = sheet, read
        rows = sheet.survey.dataset.run(f"SELECT period, segment, count(*) AS n FROM {ANSWERS} GROUP BY 1, 2")
        self._counts = {(sheet.survey.period(row["period"]), row["segment"]): int(row["n"]) for row in rows}
        self._known = {segment for _, segment in self._counts if segment}
        self._sums = [one for one in read.value.rows if self._is_sum(one)]
        self._waves = [one for one in read.value.rows if one not in self._sums]
        self.periods = tuple(dict.fromkeys(one.period for one in self._waves))

    def _is_sum(self, wave: Wave) -> bool:
        return (
            (wave.segment or "").strip().casefold() in _TOTALS
            and wave.segment not in self._known
            and any(one.period == wave.period and one.segment != wave.segment for one in self._read.value.rows)
        )

    def of(self, period: str) -> list[Wave]:
        """Return the rows of a period."""
        return [one for one in self._waves if one.period == period]

    def returned(self, wave: Wave) -> int | None:
        """Return how many answered: as the register says, else the answers read; None of an unknown segment."""
        if wave.returned is not None:
            return wave.returned
        return self._counted(wave)

    def _counted(self, wave: Wave) -> int | None:
        if all(one.segment is None for one in self.of(wave.period)):
            return self._all(wave.period)
        if wave.segment and wave.segment not in self._known:
            return None
        return self._counts.get((wave.period, wave.segment), 0)

    def _all(self, period: str) -> int:
        return sum(n for (when, _), n in self._counts.items() if when == period)

    def _whole(self, period: str) -> int | None:
        """Return how many answered in all: where the register names the segments otherwise, all answers read."""
        mine = self.of(period)
        back = [self.returned(one) for one in mine]
        if None not in back:
            return sum(one for one in back if one is not None)
        return self._all(period) if all(one.returned is None for one in mine) else None

    def lines(self) -> Iterator[_Line]:
        """Yield the whole of each period, then its segments."""
        for period in self.periods:
            mine = self.of(period)
            yield _Line(period, ALL, sum(one.sent for one in mine), self._whole(period), self._all(period) or None)
            if any(one.segment for one in mine):
                for one in mine:
                    group = named(self._sheet.survey, one.segment)
                    yield _Line(period, group, one.sent, self.returned(one), self._counts.get((period, one.segment)))

    def problems(self) -> Iterator[Problem]:
        """Yield what does not fit together: sums among the rows, segments that only one of the two tables names."""
        if self._sums:
            shown = ", ".join(dict.fromkeys(str(one.segment) for one in self._sums))
            yield self._problem(
                f"rows of the register look like sums of the others and were left out: {shown}",
                f"登记表中的行似为其余各行的合计，已剔除：{shown}",
            )
        registered = {one.segment for one in self._waves if one.segment}
        strangers, missing = sorted(registered - self._known), sorted(self._known - registered)
        if not registered or not self._known or not (strangers or missing):
            return
        more_en, more_zh = ("; …", "；……") if max(len(strangers), len(missing)) > _NAMED else ("", "")
        strangers, absent = strangers[:_NAMED], missing[:_NAMED]
        hints = [did_you_mean(one, missing) if missing else ("", "") for one in strangers]
        said_en = [
            f"no answer names {one!r} of the register{hint[0]}" for one, hint in zip(strangers, hints, strict=True)
        ]
        said_zh = [f"答卷中没有登记表的“{one}”{hint[1]}" for one, hint in zip(strangers, hints, strict=True)]
        said_en += [f"the register does not name {one!r} of the answers" for one in absent]
        said_zh += [f"登记表中没有答卷的“{one}”" for one in absent]
        yield self._problem(
            f"segments of the register and of the answers differ: {'; '.join(said_en)}{more_en}; a response rate that "
            "depends on it is unknown",
            f"登记表与答卷的细分市场不一致：{'；'.join(said_zh)}{more_zh}；受影响的回收率记为未知",
        )

    def _problem(self, en: str, zh: str) -> Problem:
        place = next((one.locator for one in self._read.evidence), self._sheet.survey.dataset.place)
        return Problem(
            code="satisfaction-wave-segment", severity=Severity.WARNING, text=Text(en=en, zh=zh), where=str(place)
        )

    @property
    def evidence(self) -> tuple[str, ...]:
        """What the rates rest on."""
        return (*(one.id for one in self._read.evidence), *self._sheet.survey.dataset.evidence)


def response_table(sheet: Sheet, response: Response) -> Exhibit:
    """Return the response rates."""
    lines = list(response.lines())
    limit = sheet.survey.settings.waves.least_rate if sheet.survey.settings.waves else Decimal(0)
    columns = [
        words("period", "Period", "期间", (same(one.period) for one in lines)),
        words("group", "Customers", "客户", (one.group for one in lines)),
        number("sent", "Asked", "发放数", (one.sent for one in lines)),
        number("returned", "Answered", "回收数", (one.returned for one in lines)),
        number("rate", "Response rate", "回收率", (exact(one.rate) for one in lines), 1, PERCENT),
        number("read", "Answers read", "读入答卷数", (one.read for one in lines)),
        words("warning", "Warning", "提示", (_warning(one, limit) for one in lines)),
    ]
    method = Text(
        en="Answered divided by asked, as the register of waves states both; without a number of answers there, the "
        "answers read are counted. Unknown where the answers do not name the register's segment, or more answered "
        "than were asked. Answers read: those of the survey's own table, to hold the two against each other.",
        zh="回收率 = 回收数 ÷ 发放数，均按登记表；登记表未载回收数时按读入的答卷计数。答卷中没有登记表所载细分市场，"
        "或回收数大于发放数时，回收率未知。读入答卷数来自答卷表，用于核对。",
    )
    title = Text(zh="回收率", en="Response rate")
    return sheet.exhibit("response", title, method, columns, evidence=response.evidence)


def _warning(line: _Line, limit: Decimal) -> Text | None:
    if line.returned is not None and line.returned > line.sent:
        return Text(zh="回收数大于发放数", en="more answers than were asked for")
    if line.rate is None or line.rate >= limit:
        return None
    return Text(
        zh=f"低于 {limit:f}%：须提防未回复者意见不同", en=f"below {limit:f} %: those who did not answer may differ"
    )


@dataclass(frozen=True)
class _Share:
    """One segment among those asked and among the answers."""

    wave: Wave
    asked: Fraction
    answered: Fraction
    p: float | None


def proportion_table(sheet: Sheet, response: Response) -> Exhibit | None:
    """Hold each segment's share of the answers against its share of those asked; None without segments to compare."""
    rows = [row for period in response.periods for row in _shares(response, period)]
    if not rows:
        return None
    gaps = (exact(row.answered - row.asked) for row in rows)
    columns = [
        words("period", "Period", "期间", (same(row.wave.period) for row in rows)),
        words("group", "Segment", "细分市场", (named(sheet.survey, row.wave.segment) for row in rows)),
        number("asked", "Share of those asked", "占发放数比例", (exact(row.asked) for row in rows), 1, PERCENT),
        number("answered", "Share of the answers", "占回收数比例", (exact(row.answered) for row in rows), 1, PERCENT),
        number("difference", "Difference", "差异", gaps, 1, _SHARE),
        number("p", "p of the period", "本期 p 值", (exact(row.p) for row in rows), 4),
    ]
    method = Text(
        en="Share of each segment among the answers against its share among those asked. p: Pearson's χ² that all "
        "segments of the period answered at the same rate; small p: the answers are not in proportion. A period of "
        "which the answers of a segment are unknown is left out.",
        zh="各细分市场在回收答卷中的比例与在发放对象中的比例之差。p：各细分市场回收率相同的 Pearson χ² 检验；p "
        "小说明回收不成比例。有细分市场回收数未知的期间不列。",
    )
    title = Text(zh="回收答卷的构成", en="Answers in proportion to those asked")
    return sheet.exhibit("non-response", title, method, columns, evidence=response.evidence)


def _shares(response: Response, period: str) -> list[_Share]:
    mine = [one for one in response.of(period) if one.segment]
    back = [number_back for one in mine if (number_back := response.returned(one)) is not None]
    asked, answered = sum(one.sent for one in mine), sum(back)
    if len(mine) < 2 or len(back) < len(mine) or not asked or not answered:
        return []
    if any(number_back > one.sent for one, number_back in zip(mine, back, strict=True)):
        return []
    p = proportion_test(back, [one.sent for one in mine])
    return [
        _Share(one, Fraction(100 * one.sent, asked), Fraction(100 * number_back, answered), p)
        for one, number_back in zip(mine, back, strict=True)
    ]


def response_tables(sheet: Sheet, response: Response) -> Sequence[Exhibit]:
    """Return the response rates, and the test of proportion where there are segments."""
    more = proportion_table(sheet, response)
    return [response_table(sheet, response), *([more] if more else [])]
