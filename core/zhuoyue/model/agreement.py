"""How far assessors agree: item by item, and over all."""

from __future__ import annotations

from pydantic import Field

from zhuoyue.model.base import Model, Number
from zhuoyue.model.text import Text


class ItemAgreement(Model):
    """How far the independent ratings of one item lie apart."""

    item: str
    """Full id of the item."""
    raters: int
    """How many rated it with a percent."""
    not_applicable: int = 0
    """How many hold it not applicable; then all of its points are at stake."""
    low: Number
    """Lowest percent."""
    high: Number
    """Highest percent."""
    median: Number
    """Median percent, exact; may lie off the grid."""
    mean: Number
    """Mean percent, half-up to two decimals."""
    bands: tuple[int, int] | None = None
    """Numbers of the bands of the lowest and the highest percent; None when the scheme has no bands there."""
    outliers: tuple[str, ...] = ()
    """Assessors who lie far from the others, by the rule of the policy."""
    stake: Number
    """Points at stake: item points × (high − low) / 100; all of them when somebody holds it not applicable."""
    discuss: tuple[Text, ...] = ()
    """Why the item must be discussed; empty when it need not be."""
    proposal: Number | None = None
    """The median on the scheme's grid, halves up; None when somebody holds it not applicable."""

    @property
    def range(self) -> Number:
        """Highest minus lowest percent."""
        return self.high - self.low


class Coefficient(Model):
    """One coefficient of agreement over all items."""

    key: str
    """`icc_2_1`, `icc_2_k`, `alpha_interval`, `alpha_ordinal`, `kendall_w`."""
    title: Text
    """Its name."""
    value: Number | None
    """The coefficient, to six decimals; None when it cannot be computed."""
    low: Number | None = None
    """Lower end of its interval."""
    high: Number | None = None
    """Upper end of its interval."""
    level: Number | None = None
    """Confidence of the interval, e.g. 0.95."""
    items: int = Field(ge=0)
    """Items it rests on."""
    raters: int = Field(ge=0)
    """Assessors it rests on."""
    note: Text | None = None
    """How it was made, or why it could not be."""


class PairAgreement(Model):
    """How far two assessors agree on bands."""

    first: str
    """One assessor."""
    second: str
    """The other."""
    items: int
    """Items both rated."""
    kappa: Number | None
    """Quadratic-weighted kappa of the bands; None when it cannot be computed, or too few items were rated by both."""


class Leniency(Model):
    """Whether an assessor rates higher or lower than the others."""

    assessor: str
    """Who."""
    items: int
    """Items compared."""
    bias: Number
    """Mean difference to the mean of the others, in percentage points; positive is lenient. Two decimals."""
    scatter: Number | None
    """Standard deviation of these differences; None with fewer than two items."""


class Agreement(Model):
    """How far the assessors agree before they met."""

    assessors: tuple[str, ...]
    """Who rated independently, by name."""
    items: tuple[ItemAgreement, ...]
    """Item by item, those that two or more rated, one with a percent at least, in the criteria's order."""
    coefficients: tuple[Coefficient, ...]
    """Over all items."""
    pairs: tuple[PairAgreement, ...] = ()
    """Pair by pair; names assessors, so it is left out of tiers that do not show them."""
    leniency: tuple[Leniency, ...] = ()
    """Assessor by assessor; left out likewise."""
    max_range: Number
    """Policy: percentage points beyond which an item must be discussed."""
    max_bands: int
    """Policy: bands apart beyond which an item must be discussed."""


class Threshold(Model):
    """The probability of reaching a total."""

    points: Number
    """The total to reach."""
    low: Number
    """Probability (0–1) if all that is unknown turned out 0 %."""
    high: Number
    """Probability (0–1) if all that is unknown turned out 100 %."""


class Uncertainty(Model):
    """What the disagreement of the assessors means for the points: a model, not a measurement."""

    level: Number
    """Confidence of every `Score.interval`, e.g. 0.95."""
    seed: int
    """Seed of the resampling."""
    resamples: int
    """How many panels were drawn."""
    assessors: int
    """Size of the panel."""
    thresholds: tuple[Threshold, ...] = ()
    """Probability of reaching each threshold of the policy."""
