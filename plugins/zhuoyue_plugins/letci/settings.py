"""Settings of the plugin `letci`: every constant of its rule."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

_CONFIG = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class BandRow(BaseModel):
    """What the measures of an item must show, dimension by dimension, for one band."""

    model_config = _CONFIG

    band: int = Field(ge=0)
    """Number of the scheme's band."""
    level: Decimal = Field(ge=0, le=1)
    """Least share of measures with a good level (mixed counts half, unknown nothing)."""
    trend: Decimal = Field(ge=0, le=1)
    """Least share of measures with a good trend."""
    comparison: Decimal = Field(ge=0, le=1)
    """Least share of measures with a good comparison."""
    integration: Decimal = Field(ge=0, le=1)
    """Least share of integrated measures: those with a target and with segments; one of both counts half."""


def _row(band: int, level: str, trend: str, comparison: str, integration: str) -> BandRow:
    return BandRow(
        band=band,
        level=Decimal(level),
        trend=Decimal(trend),
        comparison=Decimal(comparison),
        integration=Decimal(integration),
    )


class Settings(BaseModel):
    """The table `[letci]`."""

    model_config = _CONFIG

    min_periods: int = Field(default=3, ge=3)
    """Fewest periods with a value for a trend to be read."""
    alpha: Decimal = Field(default=Decimal("0.05"), gt=0, lt=1)
    """Significance level of the two-sided trend test."""
    short_series: Literal["steps", "mixed"] = "steps"
    """Series too short to reach `alpha`: `steps` accepts a trend if every step goes one way, `mixed` never does."""
    tolerance: Decimal = Field(default=Decimal("0.02"), ge=0, lt=1)
    """How far a value may miss a target or comparison, as a share of it, and still count as mixed."""
    good_share: Decimal = Field(default=Decimal("0.7"), gt=0, le=1)
    """Least share of an item's measures for the item's reading to be good."""
    mixed_share: Decimal = Field(default=Decimal("0.3"), gt=0, le=1)
    """Least share of an item's measures for the item's reading to be mixed; below it is poor."""
    bands: tuple[BandRow, ...] = (
        _row(1, "0", "0", "0", "0"),
        _row(2, "0.1", "0", "0", "0"),
        _row(3, "0.3", "0.3", "0", "0.2"),
        _row(4, "0.5", "0.5", "0.25", "0.4"),
        _row(5, "0.75", "0.7", "0.5", "0.6"),
        _row(6, "0.95", "0.9", "0.8", "0.8"),
    )
    """What each band asks for."""
    one_below: bool = True
    """Whether one dimension, if above the lowest band, may stay one band behind without holding the item back."""
    position: Literal["low", "middle"] = "low"
    """Where in the band the suggested percent stands."""
    max_findings: int = Field(default=3, ge=0)
    """Most strengths, and most improvements, written for one item."""

    @field_validator("bands")
    @classmethod
    def _rising(cls, rows: tuple[BandRow, ...]) -> tuple[BandRow, ...]:
        numbers = [row.band for row in rows]
        if not rows or numbers != sorted(set(numbers)):
            raise ValueError("bands must be given from low to high, each once")
        for name in ("level", "trend", "comparison", "integration"):
            shares = [getattr(row, name) for row in rows]
            if shares[0] != 0 or shares != sorted(shares):
                raise ValueError(f"{name} must begin with 0 in the lowest band and never fall")
        return rows
