"""Settings of the plugin `adli`: every constant of its rule."""

from __future__ import annotations

from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field

_CONFIG = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Ceilings(BaseModel):
    """Highest percent that the evidence carries while something is missing; the lowest one that applies counts."""

    model_config = _CONFIG

    no_method: Decimal = Field(default=Decimal(25), ge=0, le=100)
    """No documented method in force."""
    no_deployment: Decimal = Field(default=Decimal(45), ge=0, le=100)
    """No evidence that the method is carried out."""
    no_review: Decimal = Field(default=Decimal(65), ge=0, le=100)
    """No review of the method in the assessment's period."""
    no_link: Decimal = Field(default=Decimal(85), ge=0, le=100)
    """No link from the method to a measure of its effect."""


class Settings(BaseModel):
    """The table `[adli]`."""

    model_config = _CONFIG

    units: tuple[str, ...] = ()
    """All organisational units where methods should be carried out; without it coverage stays unknown."""
    max_age_months: int = Field(default=36, ge=1)
    """Months after its date or last review during which a document counts as in force."""
    min_reviews: int = Field(default=2, ge=1)
    """Review days in the period for learning to read good; fewer, but one at least, is mixed."""
    good_coverage: Decimal = Field(default=Decimal(1), gt=0, le=1)
    """Least share of the units for deployment to read good."""
    mixed_coverage: Decimal = Field(default=Decimal("0.5"), gt=0, le=1)
    """Least share of the units for deployment to read mixed; below it is poor."""
    ceilings: Ceilings = Ceilings()
    """Highest percent that the evidence carries."""
    findings: bool = True
    """Whether to write what is missing as opportunities for improvement."""
