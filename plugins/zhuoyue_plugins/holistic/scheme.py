"""The holistic scheme: item score = points × percent / 100, percents on a grid of 5."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from zhuoyue import Scheme, SchemeData, read_toml


class Holistic(Scheme):
    """GB/Z 19579-2012, Annex C (from memory, see README); the same rule as Baldrige's since 2005."""

    @cached_property
    def data(self) -> SchemeData:  # type: ignore[override]
        """Dimensions, grid and bands with descriptors in our own words."""
        return SchemeData.model_validate(read_toml(Path(__file__).parent / "holistic.toml").data)
