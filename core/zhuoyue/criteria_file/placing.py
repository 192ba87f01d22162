"""Where the levels of a variant stand: their authors number them, and need not know that they have places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from zhuoyue.criteria_file.tables import BandTable
from zhuoyue.errors import Fault
from zhuoyue.model.scheme_check import DataFault

_CENT = Decimal("0.01")


def placed(bands: Sequence[BandTable], *, levels: bool) -> list[dict[str, Any]]:
    """Return bands as data; levels none of which has a place stand at even distances by their number, up to 100.

    Args:
        bands: sound bands, see `unplaced`.
        levels: whether they are levels.
    """
    top = max((band.number for band in bands), default=0)
    return [_placed(band, top) if levels else band.model_dump(exclude_unset=True) for band in bands]


def _placed(band: BandTable, top: int) -> dict[str, Any]:
    even = (Decimal(100 * band.number) / (top or 1)).quantize(_CENT, ROUND_HALF_UP)
    low = band.low if band.low is not None else band.high if band.high is not None else even
    high = band.high if band.high is not None else low
    return band.model_dump(exclude_unset=True) | {"low": low, "high": high}


def unplaced(bands: Sequence[BandTable], *, levels: bool) -> Iterator[DataFault]:
    """Yield bands without an end, and levels of which only some have a place."""
    some = any(band.low is not None or band.high is not None for band in bands)
    for index, band in enumerate(bands):
        if levels and some and band.low is None and band.high is None:
            yield (
                ("bands", index),
                Fault(
                    "this level has no place, others have: give every level its low = high = …, or none of them",
                    "此等级没有写 low 和 high，而其他等级写了：请各级都写 low = high = …，或者都不写",
                ),
            )
        for key in () if levels else ("low", "high"):
            if getattr(band, key) is None:
                yield (
                    ("bands", index),
                    Fault(
                        f'a band of percents needs {key} = … (levels do not: scale = "level")',
                        f'百分比区间须写 {key} = …（若为等级制，请写 scale = "level"，则不需要）',
                    ),
                )
