"""Which band of the scheme a score lies in, and what that band says."""

from __future__ import annotations

from zhuoyue.model.criteria import ItemKind
from zhuoyue.model.scheme_data import Band, SchemeData
from zhuoyue.model.score import Score
from zhuoyue.model.text import Text


def band_of(scheme: SchemeData, score: Score) -> Band | None:
    """Return the band of an item's score, or None when it has none."""
    if score.band is not None:
        return next((band for band in scheme.bands if band.number == score.band), None)
    return scheme.band(score.percent) if score.percent is not None else None


def describe(band: Band, kind: ItemKind, dimension: str) -> Text | None:
    """Return what `band` says about a dimension of items of `kind`."""
    texts = band.process if kind is ItemKind.PROCESS else band.result
    return texts.get(dimension)
