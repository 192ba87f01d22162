"""Settings of the plugin `satisfaction`: when its figures become a finding."""

from __future__ import annotations

from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field


class Settings(BaseModel):
    """The table `[satisfaction]`."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    alpha: Decimal = Field(default=Decimal("0.05"), gt=0, lt=1)
    """Level of significance of the tests that lead to findings."""
    least_gap: Decimal = Field(default=Decimal(2), ge=0, le=100)
    """Points by which a segment or tier must be below the others to be named, beside being significantly so."""
    far_below: Decimal = Field(default=Decimal(5), gt=0, le=100)
    """Percentage of a question's answers far below the expectation interval from which the question is named."""
    disproportion: Decimal = Field(default=Decimal(3), gt=0, le=100)
    """Percentage points between a segment's share of the answers and of those asked, from which it is named."""
    max_findings: int = Field(default=5, ge=0)
    """Most strengths, and most improvements, written for one item."""
