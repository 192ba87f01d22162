"""What holds for the levels, bands and dimensions of every scheme, whatever its rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from zhuoyue.errors import Fault
from zhuoyue.model.base import plain

if TYPE_CHECKING:
    from zhuoyue.model.scheme_data import Band, Dimension, SchemeData

Place = tuple[str | int, ...]
"""A key path in a scheme's data: ("bands", 2, "low")."""
DataFault = tuple[Place, Fault]
"""What is wrong, and where."""

_HUNDRED = Decimal(100)


def form_faults(data: SchemeData) -> Iterator[DataFault]:
    """Yield what is wrong with the form of a scheme's data."""
    yield from band_faults(data.bands)
    yield from dimension_faults(data.dimensions)


def band_faults(bands: Sequence[Band]) -> Iterator[DataFault]:
    """Yield what keeps bands or levels from going from low to high, each with a key of its own."""
    labels: set[str] = set()
    for index, band in enumerate(bands):
        label = band.label.casefold()
        if label in labels:
            fault = Fault(f"two levels have the key {band.label!r}", f"两个等级使用了同一个 key {band.label!r}")
            yield ("bands", index), fault
        labels.add(label)
        if not 0 <= band.low <= band.high <= _HUNDRED:
            yield (
                ("bands", index, "low"),
                Fault("low and high go from 0 to 100, low first", "low 与 high 应在 0 到 100 之间，且 low 不大于 high"),
            )
    for index, (before, after) in enumerate(pairwise(bands), 1):
        yield from _rising(index, before, after)


def _rising(index: int, before: Band, after: Band) -> Iterator[DataFault]:
    for key in ("number", "low"):
        first, second = getattr(before, key), getattr(after, key)
        if first >= second:
            one, other = plain(Decimal(second)), plain(Decimal(first))
            yield (
                ("bands", index, key),
                Fault(
                    f"levels go from low to high: {key} = {one} does not follow {other}",
                    f"等级应由低到高排列：{key} = {one} 不能排在 {other} 之后",
                ),
            )


def dimension_faults(dimensions: Iterable[Dimension]) -> Iterator[DataFault]:
    """Yield dimensions of one kind that have the same key."""
    seen: set[tuple[str, str]] = set()
    for index, one in enumerate(dimensions):
        if (one.kind, one.key) in seen:
            kind = {"process": "过程", "result": "结果"}[one.kind.value]
            yield (
                ("dimensions", index, "key"),
                Fault(
                    f"two {one.kind} dimensions have the key {one.key!r}", f"两个{kind}维度使用了同一个 key {one.key!r}"
                ),
            )
        seen.add((one.kind, one.key))
