"""The scheme `characterise`: a level for each instance of a practice, rolled up by six rows, one of them left open."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from zhuoyue import Band, DataFault, Derived, Fault, Item, OpenBy, Scheme, SchemeData, Step, Text, read_toml
from zhuoyue_plugins.characterise.roll_up import Characterisation, Open, roll_up

_LEVELS = {
    0: Characterisation.NONE,
    1: Characterisation.PARTIAL,
    2: Characterisation.LARGE,
    3: Characterisation.FULL,
}
"""What the numbers of the levels stand for: a variant of the scheme may call them by other names."""
_NONE_YET = Text(
    zh="所有实例均尚未开展：不评级，范围为整个量表",
    en="No instance has come that far yet: not rated, the range is the whole scale",
)
_ROWS = Text(zh="各实例按汇总表的六种情形汇总", en="The instances, rolled up by the six rows of the table")
_TEAM = Text(
    zh="较高与较低的判定并存：由评价组在两者之间决定，并写明理由和决定人",
    en="High and low beside each other: the team decides between the two, with its reason and who decided",
)


class Characterise(Scheme):
    """SCAMPI v1.3 (from memory, see README): the positions of the levels put them in order and mean nothing else."""

    @cached_property
    def data(self) -> SchemeData:  # type: ignore[override]
        """Levels with descriptions in our own words."""
        return SchemeData.model_validate(read_toml(Path(__file__).parent / "characterise.toml").data)

    def combine(self, item: Item, marks: Mapping[str, Decimal]) -> tuple[Decimal, tuple[Step, ...]]:
        """Return the level that instances lead to; the lower of the two where the team must decide.

        The lowest level where no instance counts: nothing is shown to be done.
        """
        if not marks:
            return self.data.bands[0].low, self._explained((), self.data.bands)
        levels = self._levels(marks)
        return levels[0].low, self._explained(tuple(marks.values()), levels)

    def derive(self, item: Item, marks: Mapping[str, str]) -> Derived:
        """Return the level that the marks of the instances lead to.

        Nothing is decided, and the range says what it can become, where the team must decide and where all are NY.
        """
        known = {key: place for key, mark in marks.items() if (place := self.position(mark)) is not None}
        levels = self._levels(known) if known else self.data.bands
        low, high = levels[0].low, levels[-1].low
        steps = self._explained(tuple(known.values()), levels)
        open_by = OpenBy.RULE if known else OpenBy.NOTHING
        return Derived(percent=low if low == high else None, low=low, high=high, steps=steps, open_by=open_by)

    def completed(self, data: SchemeData, given: Collection[str]) -> SchemeData:
        """Put a variant's levels where the rule has them: only their words are its own."""
        if [band.number for band in data.bands] != list(_LEVELS):
            return data
        places = {band.number: {"low": band.low, "high": band.high} for band in self.data.bands}
        return data.model_copy(
            update={"bands": tuple(band.model_copy(update=places[band.number]) for band in data.bands)}
        )

    def check_data(self, data: SchemeData) -> Iterable[DataFault]:
        """Refuse other levels than the four that the six rows are made for."""
        yield from super().check_data(data)
        if [band.number for band in data.bands] != list(_LEVELS):
            yield (
                ("bands",),
                Fault(
                    "the rule is made for four levels: number 0 not, 1 partially, 2 largely, 3 fully implemented; "
                    "only their words may change",
                    "规则只适用于四个等级：number 0 未实施、1 部分实施、2 大部分实施、3 全面实施；只能改变用语",
                ),
            )

    def _levels(self, marks: Mapping[str, Decimal]) -> tuple[Band, ...]:
        """Return the level that the rows give, or the two between which the team decides, the lower first."""
        numbers = {band.low: band.number for band in self.data.bands}
        result = roll_up(_LEVELS[numbers[place]] for place in marks.values())
        wanted = result.choices if isinstance(result, Open) else (result.value,)
        return tuple(band for band in self.data.bands if _LEVELS[band.number] in wanted)

    def _explained(self, places: Sequence[Decimal], levels: Sequence[Band]) -> tuple[Step, ...]:
        """Say which instances led where; those that have not come so far count for nothing."""
        counts = [f"{count} × {band.label}" for band in reversed(self.data.bands) if (count := places.count(band.low))]
        text = (_TEAM if len(levels) > 1 else _ROWS) if places else _NONE_YET
        return (
            Step(
                text=text, expression=f"{', '.join(counts) or '–'} → {' … '.join(one.label for one in _ends(levels))}"
            ),
        )


def _ends(levels: Sequence[Band]) -> Sequence[Band]:
    return levels if len(levels) < 2 else (levels[0], levels[-1])
