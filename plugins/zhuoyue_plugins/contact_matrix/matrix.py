"""The matrix: kinds of information, channels, and when a channel gives a kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from zhuoyue_plugins.contact_matrix.availability import Availability

_NINE = Decimal("0.000000001")


@dataclass(frozen=True)
class Tally:
    """How often each answer stands in a row, a column or the whole."""

    always: int
    office: int
    some: int
    none: int
    unknown: int

    @property
    def given(self) -> int:
        """Cells that give the information at some time."""
        return self.always + self.office + self.some

    @property
    def known(self) -> int:
        """Cells that say something."""
        return self.given + self.none

    @property
    def share(self) -> Decimal | None:
        """Percent of the known cells that give the information; None if nothing is known."""
        return percent(self.given, self.known)


@dataclass(frozen=True)
class Matrix:
    """One matrix, of one year where the records tell years."""

    information: tuple[str, ...]
    channels: tuple[str, ...]
    cells: Mapping[tuple[str, str], Availability] = field(repr=False)
    """By kind and channel; what is not there is unknown."""
    year: str | None = None

    def at(self, information: str, channel: str) -> Availability | None:
        """Return when a channel gives a kind of information; None if the records do not say."""
        return self.cells.get((information, channel))

    def of_information(self, information: str) -> Tally:
        """Count the answers of a row."""
        return _tally(self.at(information, channel) for channel in self.channels)

    def of_channel(self, channel: str) -> Tally:
        """Count the answers of a column."""
        return _tally(self.at(information, channel) for information in self.information)

    def whole(self) -> Tally:
        """Count the answers of the whole matrix."""
        return _tally(self.at(information, channel) for information in self.information for channel in self.channels)

    @property
    def unreachable(self) -> tuple[str, ...]:
        """Kinds that no channel gives; where a cell is unknown, that is not said."""
        return tuple(one for one in self.information if self._sure(one) == 0)

    @property
    def single(self) -> Mapping[str, str]:
        """The only channel of each kind that has but one; where a cell is unknown, that is not said."""
        return {one: self._ways(one)[0] for one in self.information if self._sure(one) == 1}

    @property
    def twofold(self) -> tuple[str, ...]:
        """Kinds that two or more channels give."""
        return tuple(one for one in self.information if self.of_information(one).given > 1)

    @property
    def around_the_clock(self) -> tuple[str, ...]:
        """Kinds that at least one channel gives around the clock."""
        return tuple(one for one in self.information if self.of_information(one).always)

    @property
    def never_at_night(self) -> tuple[str, ...]:
        """Kinds that are given, but by no channel around the clock; where a cell leaves it open, that is not said."""
        rows = {one: self.of_information(one) for one in self.information}
        return tuple(one for one, row in rows.items() if row.office and not (row.always or row.some or row.unknown))

    def _sure(self, information: str) -> int | None:
        row = self.of_information(information)
        return None if row.unknown else row.given

    def _ways(self, information: str) -> list[str]:
        return [one for one in self.channels if self.at(information, one) not in (None, Availability.NONE)]


def percent(part: int, whole: int) -> Decimal | None:
    """Return a share in percent; None of nothing."""
    return (Decimal(100) * part / whole).quantize(_NINE, ROUND_HALF_UP) if whole else None


def _tally(cells: Iterable[Availability | None]) -> Tally:
    counts = Counter(cells)
    return Tally(
        always=counts[Availability.ALWAYS],
        office=counts[Availability.OFFICE],
        some=counts[Availability.SOME],
        none=counts[Availability.NONE],
        unknown=counts[None],
    )
