"""The cumulative rule: the level is as high as the levels below carry it without a gap."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from zhuoyue import Band, DataFault, Derived, Item, Scheme, SchemeData, Step, read_toml
from zhuoyue_plugins.maturity.variant import level_faults, questions, with_none
from zhuoyue_plugins.maturity.wording import found, signs

_MET = Decimal(100)


class Maturity(Scheme):
    """Levels after the self-assessment of ISO 9004:2018 (from memory, see README); a variant may have more or fewer."""

    @cached_property
    def data(self) -> SchemeData:  # type: ignore[override]
        """The levels 0 to 5 with words of our own, and one yes-no mark for each from 1 up."""
        return SchemeData.model_validate(read_toml(Path(__file__).parent / "maturity.toml").data)

    def combine(self, item: Item, marks: Mapping[str, Decimal]) -> tuple[Decimal, tuple[Step, ...]]:
        """Return the position of the highest level at which, and below which, everything is met."""
        level = self._reached(item, marks)
        return level.low, (self._step(item, marks, level, level),)

    def derive(self, item: Item, marks: Mapping[str, str]) -> Derived:
        """Return the level, or the levels it can still become where a missing mark could move it.

        A mark beyond a level that is not met moves nothing: it may be missing.
        """
        known = dict(self._placed(marks))
        low = self._reached(item, known)
        high = self._reached(item, {level.label: known.get(level.label, _MET) for level in self._levels(item)})
        percent = low.low if low == high else None
        return Derived(percent=percent, low=low.low, high=high.low, steps=(self._step(item, known, low, high),))

    def completed(self, data: SchemeData, given: Collection[str]) -> SchemeData:
        """Add level 0 to a variant's own levels, and one question for each level above it, unless it has them."""
        if "bands" not in given or not data.bands:
            return data
        bands = with_none(data.bands, self.data.bands[0])
        asked = data.dimensions if "dimensions" in given else questions(bands)
        return data.model_copy(update={"bands": bands, "dimensions": asked})

    def check_data(self, data: SchemeData) -> Iterable[DataFault]:
        """Refuse levels without one that says that none is reached, and questions that are not those of the levels."""
        yield from super().check_data(data)
        if data.bands:
            yield from level_faults(data)

    def _levels(self, item: Item) -> tuple[Band, ...]:
        """Return the levels that are marked for items of this kind, from low to high."""
        keys = {dimension.key for dimension in self.data.of_kind(item.kind)}
        return tuple(band for band in self.data.bands if band.label in keys)

    def _reached(self, item: Item, marks: Mapping[str, Decimal]) -> Band:
        """Return the highest level reached without a gap, else the one that says that none is; missing is not met."""
        reached = self.data.bands[0]
        for level in self._levels(item):
            if marks.get(level.label, Decimal(0)) < _MET:
                break
            reached = level
        return reached

    def _step(self, item: Item, marks: Mapping[str, Decimal], low: Band, high: Band) -> Step:
        met = {
            level.label: marks[level.label] >= _MET if level.label in marks else None for level in self._levels(item)
        }
        return Step(text=found(met, low, high), expression=signs(met, low, high))
