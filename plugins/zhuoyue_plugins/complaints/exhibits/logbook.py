"""One complaint log as the collector left it: its exhibits by kind and its measures by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from zhuoyue import Exhibit, Measure, NumberColumn, Text

PREFIX = "complaints."
NOT_RECORDED = Text(zh="未记录", en="not recorded")

Row = dict[str, Decimal | Text | None]
"""A row of an exhibit, by column key."""


@dataclass(frozen=True)
class Logbook:
    """What was made from one source."""

    source: str
    """Name of the source."""
    exhibits: tuple[Exhibit, ...]
    measures: tuple[Measure, ...]

    def of(self, word: str) -> tuple[Exhibit, ...]:
        """Return the exhibits of kind `complaints.WORD`."""
        return tuple(one for one in self.exhibits if one.kind == PREFIX + word)

    def one(self, word: str) -> Exhibit | None:
        """Return the first exhibit of kind `complaints.WORD` that has rows, or None."""
        return next((one for one in self.of(word) if one.count), None)

    def measure(self, word: str) -> Measure | None:
        """Return the measure `SOURCE-WORD`, or None."""
        return next((one for one in self.measures if one.id == f"{self.source}-{word}"), None)


def logbooks(exhibits: Iterable[Exhibit], measures: Iterable[Measure]) -> tuple[Logbook, ...]:
    """Return the logs in order of their names; exhibits of other plugins are left aside."""
    own = [one for one in exhibits if one.of_kind(PREFIX)]
    known = tuple(measures)
    return tuple(
        Logbook(
            source,
            tuple(one for one in own if one.source == source),
            tuple(one for one in known if one.source == source),
        )
        for source in sorted({one.source for one in own})
    )


def number(row: Row | None, key: str) -> Decimal | None:
    """Return a number of a row; None if the row, the column or the value is missing."""
    value = row.get(key) if row else None
    return value if isinstance(value, Decimal) else None


def text(row: Row | None, key: str) -> Text | None:
    """Return a text of a row; None if the row, the column or the value is missing."""
    value = row.get(key) if row else None
    return value if isinstance(value, Text) else None


def has(exhibit: Exhibit, *keys: str) -> bool:
    """Tell whether an exhibit has all these columns."""
    return all(exhibit.column(key) is not None for key in keys)


def total(exhibit: Exhibit, key: str) -> Decimal:
    """Return the sum of the known values of a column; 0 if there is no such column of numbers."""
    column = exhibit.column(key)
    if not isinstance(column, NumberColumn):
        return Decimal(0)
    return sum((value for value in column.values if value is not None), Decimal(0))


@dataclass(frozen=True)
class Part:
    """Complaints of one channel, segment or cell, and how many of them were closed within the promise."""

    names: tuple[Text | None, ...]
    """By dimension; None where the records do not say."""
    cases: Decimal
    decided: Decimal
    in_time: Decimal

    @property
    def percent(self) -> Decimal | None:
        """Share closed within the promise; None if none is decided."""
        return 100 * self.in_time / self.decided if self.decided else None

    @property
    def known(self) -> bool:
        """Whether the records say what part it is."""
        return all(name is not None for name in self.names)


def parts(exhibit: Exhibit, *keys: str) -> tuple[Part, ...]:
    """Add up rows by one or more columns of words, the largest first; nothing if a column is missing."""
    if not has(exhibit, *keys, "cases", "decided", "in_time"):
        return ()
    sums: dict[tuple[Text | None, ...], list[Decimal]] = {}
    for row in exhibit.rows():
        counted = sums.setdefault(tuple(text(row, key) for key in keys), [Decimal(0)] * 3)
        for place, key in enumerate(("cases", "decided", "in_time")):
            counted[place] += number(row, key) or 0
    made = [Part(names, *counted) for names, counted in sums.items()]
    return tuple(sorted(made, key=lambda part: -part.cases))


def latest(exhibit: Exhibit, key: str) -> Row | None:
    """Return the last row with a known number in a column, or None."""
    if not has(exhibit, key):
        return None
    return next((row for row in reversed(list(exhibit.rows())) if number(row, key) is not None), None)


def year_before(exhibit: Exhibit, row: Row, key: str) -> Row | None:
    """Return the row of the same period a year earlier, so that seasons do not pass for change; None without one."""
    period = text(row, "period")
    if period is None or not period.get("en")[:4].isdigit():
        return None
    wanted = f"{int(period.get('en')[:4]) - 1}{period.get('en')[4:]}"
    earlier = exhibit.pick(period=wanted)
    return earlier if number(earlier, key) is not None else None


def named(names: Sequence[Text | None]) -> Text:
    """Write the name of a part: `400热线 × 经销商`; what the records leave blank is said so."""
    said = [name or NOT_RECORDED for name in names]
    return Text(zh=" × ".join(one.get("zh") for one in said), en=" × ".join(one.get("en") for one in said))
