"""How each column is read, by all measures and series of a source together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zhuoyue_plugins.tables.plan import plan_measures
from zhuoyue_plugins.tables.settings import MeasureSetting, SeriesSetting


def kinds(measures: Sequence[MeasureSetting], series: Sequence[SeriesSetting]) -> Mapping[str, frozenset[str]]:
    """Return the kinds of each column."""
    read = [pair for measure in measures for pair in plan_measures([measure])[0].read]
    for one in series:
        read += [(column, "text") for column in one.columns()]
        read += [(column, "number") for column in one.numbers().values()]
        read += [(one.period, "instant"), (one.period, "period")]
    found: dict[str, set[str]] = {}
    for column, kind in read:
        found.setdefault(column, set()).add(kind.partition("_")[0])
    return {column: frozenset(names) for column, names in found.items()}
