"""How coefficients are customarily read: a help for the eye, not a limit that any standard sets."""

from __future__ import annotations

from decimal import Decimal

from zhuoyue.model.text import Text

_POOR = Text(en="poor", zh="较差")
_MODERATE = Text(en="moderate", zh="中等")
_GOOD = Text(en="good", zh="良好")
_EXCELLENT = Text(en="excellent", zh="极好")
_FIRM = Text(en="firm", zh="可靠")
_TENTATIVE = Text(en="tentative", zh="勉强可用")
_UNRELIABLE = Text(en="not reliable", zh="不可靠")

_Steps = tuple[tuple[Decimal | None, Text], ...]
_ICC: _Steps = (
    (Decimal("0.90"), _EXCELLENT),
    (Decimal("0.75"), _GOOD),
    (Decimal("0.50"), _MODERATE),
    (None, _POOR),
)
_ALPHA: _Steps = ((Decimal("0.80"), _FIRM), (Decimal("0.667"), _TENTATIVE), (None, _UNRELIABLE))
_KAPPA: _Steps = (
    (Decimal("0.81"), Text(en="almost perfect", zh="几乎完全一致")),
    (Decimal("0.61"), Text(en="substantial", zh="高度一致")),
    (Decimal("0.41"), _MODERATE),
    (Decimal("0.21"), Text(en="fair", zh="一般")),
    (Decimal(0), Text(en="slight", zh="微弱")),
    (None, _POOR),
)
_BY_FAMILY = {"icc": _ICC, "alpha": _ALPHA, "kappa": _KAPPA}


def reading(key: str, value: Decimal | None) -> Text | None:
    """Return how a value is customarily read; None when there is no value, or no custom.

    ICC after Koo & Li (2016), alpha after Krippendorff, kappa after Landis & Koch (1977).

    Args:
        key: key of the coefficient; its family is what stands before the first underscore.
        value: the coefficient.
    """
    steps = _BY_FAMILY.get(key.partition("_")[0])
    if steps is None or value is None:
        return None
    return next(text for least, text in steps if least is None or value >= least)
