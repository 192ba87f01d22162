"""What an assessment holds of each survey, for the pages: exhibits by kind, the last period, figures and tiles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from zhuoyue import Assessment, Direction, Exhibit, Finding, Measure, Text
from zhuoyue.charts import Chart
from zhuoyue_plugins.satisfaction.findings import Row, signed, value, word
from zhuoyue_plugins.satisfaction.sheet import UNWEIGHTED

PERIODS = 8
"""So many periods, the last ones, a chart of several rows for each shows."""


@dataclass(frozen=True)
class Picture:
    """A chart with the exhibit it draws."""

    chart: Chart
    exhibit: Exhibit

    @property
    def note(self) -> Text | None:
        """What must be said beside the chart: that it counts respondents where the indices are weighted."""
        return unweighted(self.exhibit)


@dataclass(frozen=True)
class Tile:
    """One number at the head of a page."""

    name: Text
    value: Decimal
    decimals: int
    unit: str
    detail: Text | None
    exhibit: Exhibit


@dataclass(frozen=True)
class Found:
    """One survey."""

    source: str
    title: Text
    exhibits: Mapping[str, Exhibit]
    """By the word of their kind."""
    measures: Mapping[str, Measure]
    """By the rest of their id."""
    findings: tuple[Finding, ...]
    """What was found in it, each once."""

    def get(self, word_of_kind: str) -> Exhibit | None:
        """Return an exhibit that has rows, or None."""
        exhibit = self.exhibits.get(word_of_kind)
        return exhibit if exhibit and exhibit.count else None

    def lower_is_better(self, construct: str) -> bool:
        """Tell whether a high index of a construct is bad news, as of complaints."""
        measure = self.measures.get(construct)
        return measure is not None and measure.direction is Direction.LOWER

    def assumptions(self) -> list[Exhibit]:
        """Return the exhibits that rest on assumptions."""
        return [one for one in self.exhibits.values() if one.assumptions]


def surveys(assessment: Assessment) -> list[Found]:
    """Return every survey of an assessment, by name."""
    exhibits = assessment.exhibits_of("satisfaction.")
    return [_found(assessment, exhibits, name) for name in sorted({one.source for one in exhibits})]


def _found(assessment: Assessment, exhibits: Sequence[Exhibit], name: str) -> Found:
    mine = {one.kind.partition(".")[2]: one for one in exhibits if one.source == name}
    title = next((one.title for one in assessment.evidence if one.source == name), Text(en=name))
    measures = {one.id.removeprefix(f"{name}-"): one for one in assessment.measures if one.source == name}
    ids = {one.id for one in mine.values()}
    findings: dict[str, Finding] = {}
    for result in assessment.results:
        for finding in result.findings:
            if finding.source == "satisfaction" and ids.intersection(finding.evidence):
                findings.setdefault(finding.text.en, finding)
    return Found(name, title, mine, measures, tuple(findings.values()))


def unweighted(exhibit: Exhibit) -> Text | None:
    """Return the note that an exhibit counts respondents though the survey is weighted; None where it has none."""
    return next((note for note in exhibit.notes if note == UNWEIGHTED), None)


def last_period(exhibit: Exhibit) -> str:
    """Return the last period of an exhibit."""
    return max((word(row["period"], "en") for row in exhibit.rows()), default="")


def of_period(exhibit: Exhibit, period: str) -> list[Row]:
    """Return the rows of a period."""
    return [row for row in exhibit.rows() if word(row["period"], "en") == period]


def periods(exhibit: Exhibit, most: int = PERIODS) -> list[str]:
    """Return the last periods of an exhibit, oldest first."""
    return sorted({word(row["period"], "en") for row in exhibit.rows()})[-most:]


def interval(row: Row, low: str = "low", high: str = "high", decimals: int = 1) -> tuple[str, str] | None:
    """Return both ends of an interval as written; None where one is unknown."""
    ends = value(row, low), value(row, high)
    if ends[0] is None or ends[1] is None:
        return None
    return signed(ends[0], decimals).lstrip("+"), signed(ends[1], decimals).lstrip("+")


def labels(exhibit: Exhibit, key: str, language: str) -> dict[str, str]:
    """Return the words of a column in the page's language, each once, by their English form."""
    return {word(row[key], "en"): word(row[key], language) for row in exhibit.rows() if row[key] is not None}


def leading(exhibit: Exhibit) -> tuple[str, Text]:
    """Return the construct that a page tells of first, by name, and what it is called: the CSI, else the first."""
    rows = list(exhibit.rows())
    row = next((row for row in rows if word(row["figure"], "en") == "CSI"), rows[0])
    called = row["figure"] or row["construct"]
    return word(row["construct-id"], "en"), called if isinstance(called, Text) else Text(en="CSI")


def whole(number: Decimal | None) -> int | None:
    """Return a count as an int."""
    return None if number is None else int(number)


def each(found: Sequence[Found], *words_of_kind: str) -> Iterator[Found]:
    """Yield the surveys that have one of these exhibits."""
    for one in found:
        if any(one.get(kind) for kind in words_of_kind):
            yield one
