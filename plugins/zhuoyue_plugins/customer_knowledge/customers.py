"""The nouns: segments of customers, their needs, the methods of listening to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from zhuoyue import Text

_NINE = Decimal("0.000000001")


class Kind(StrEnum):
    """Who the customers of a segment are."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    COMPETITOR = "competitor"
    POTENTIAL = "potential"


KINDS: Mapping[Kind, Text] = {
    Kind.DIRECT: Text(zh="直接顾客", en="direct"),
    Kind.INDIRECT: Text(zh="间接顾客", en="indirect"),
    Kind.COMPETITOR: Text(zh="竞争对手的顾客", en="competitors' customers"),
    Kind.POTENTIAL: Text(zh="潜在顾客", en="potential"),
}
SPELLINGS: Mapping[Kind, tuple[str, ...]] = {
    Kind.DIRECT: ("direct", "直接", "直接顾客", "直接客户", "现有顾客", "现有客户"),
    Kind.INDIRECT: ("indirect", "间接", "间接顾客", "间接客户", "最终用户", "终端用户", "end user"),
    Kind.COMPETITOR: (
        *("competitor", "competitors'", "competitor's", "competitors"),
        *("竞争对手", "竞争对手的顾客", "竞争对手顾客", "竞争对手客户", "竞争对手的客户"),
    ),
    Kind.POTENTIAL: ("potential", "潜在", "潜在顾客", "潜在客户"),
}


@dataclass(frozen=True)
class Segment:
    """A group of customers."""

    name: str
    kind: Kind | None = None
    size: Decimal | None = None
    owner: str | None = None
    registered: bool = True
    """Whether the segment register names it; else a need or a method does."""


class Quadrant(StrEnum):
    """Where a need stands (Martilla and James, Importance-performance analysis, Journal of Marketing 41, 1977)."""

    CONCENTRATE = "concentrate"
    KEEP = "keep"
    LOW = "low"
    OVERKILL = "overkill"


QUADRANTS: Mapping[Quadrant, Text] = {
    Quadrant.CONCENTRATE: Text(zh="重点改进", en="concentrate here"),
    Quadrant.KEEP: Text(zh="继续保持", en="keep it up"),
    Quadrant.LOW: Text(zh="低优先级", en="low priority"),
    Quadrant.OVERKILL: Text(zh="可能过度", en="possibly more than needed"),
}


@dataclass(frozen=True)
class Need:
    """A need of a segment."""

    segment: str
    name: str
    importance: Decimal
    performance: Decimal
    competitor: Decimal | None = None


@dataclass(frozen=True)
class Cut:
    """Where the quadrants of a segment meet; a value at the cut is high."""

    importance: Decimal
    performance: Decimal

    def quadrant(self, need: Need) -> Quadrant:
        """Return where a need stands."""
        important, well = need.importance >= self.importance, need.performance >= self.performance
        if important:
            return Quadrant.KEEP if well else Quadrant.CONCENTRATE
        return Quadrant.OVERKILL if well else Quadrant.LOW


def middle(needs: Sequence[Need]) -> Cut:
    """Return the means of importance and performance."""
    return Cut(mean([one.importance for one in needs]), mean([one.performance for one in needs]))


def mean(values: Sequence[Decimal]) -> Decimal:
    """Return the mean, half-up at nine decimals."""
    return (sum(values, Decimal(0)) / len(values)).quantize(_NINE, ROUND_HALF_UP).normalize()


class Freshness(StrEnum):
    """Whether a method was reviewed recently enough."""

    CURRENT = "current"
    STALE = "stale"
    NEVER = "never"
    """No review is on record."""
    LATER = "later"
    """The only review on record is later than the day of the assessment: what was known then, nobody says."""


FRESHNESS: Mapping[Freshness, Text] = {
    Freshness.CURRENT: Text(zh="✓ 有效", en="✓ current"),
    Freshness.STALE: Text(zh="▲ 过期未评审", en="▲ stale"),
    Freshness.NEVER: Text(zh="✗ 从未评审", en="✗ never reviewed"),
    Freshness.LATER: Text(zh="? 基准日后评审", en="? reviewed later"),
}


@dataclass(frozen=True)
class Listening:
    """A method of listening to a segment."""

    segment: str
    method: str
    frequency: str | None = None
    owner: str | None = None
    reviewed: dt.date | None = None

    def age(self, day: dt.date) -> int | None:
        """Return the full months since the last review; None without one."""
        if self.reviewed is None or self.reviewed > day:
            return None
        months = (day.year - self.reviewed.year) * 12 + day.month - self.reviewed.month
        return months - (day.day < self.reviewed.day)

    def freshness(self, day: dt.date, limit: int) -> Freshness:
        """Tell whether the method was reviewed within `limit` full months before `day`."""
        if self.reviewed is None:
            return Freshness.NEVER
        age = self.age(day)
        if age is None:
            return Freshness.LATER
        return Freshness.STALE if _later(self.reviewed, limit) < day else Freshness.CURRENT


def _later(day: dt.date, months: int) -> dt.date:
    """Return the same day so many months later; the last of the month where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(dt.date(year, month + 1, 1) + dt.timedelta(days=day.day - 1), following - dt.timedelta(days=1))


@dataclass(frozen=True)
class Customers:
    """All that the registers say."""

    segments: tuple[Segment, ...]
    """Those of the register, then those that only a need or a method names."""
    needs: tuple[Need, ...]
    methods: tuple[Listening, ...]
    has_register: bool
    has_methods: bool

    def needs_of(self, segment: str) -> tuple[Need, ...]:
        """Return the needs of a segment."""
        return tuple(one for one in self.needs if one.segment == segment)

    def methods_of(self, segment: str) -> tuple[Listening, ...]:
        """Return how a segment is listened to."""
        return tuple(one for one in self.methods if one.segment == segment)


def once(words: Iterable[str]) -> tuple[str, ...]:
    """Return words in their order, each once."""
    return tuple(dict.fromkeys(words))
