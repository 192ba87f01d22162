"""Settings of the plugin: from when on a figure is worth a finding. The table `[key-accounts]`."""

from __future__ import annotations

from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field


class Settings(BaseModel):
    """The table `[key-accounts]`; all in percent unless said otherwise."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    top_share: Decimal = Field(default=Decimal(70), gt=0, le=100)
    """Concentration is a risk when the top 20 % of the accounts bring this share of the revenue or more."""
    hhi: Decimal = Field(default=Decimal(1500), gt=0, le=10000)
    """Concentration is a risk from this Herfindahl–Hirschman index on (0 to 10 000)."""
    retention: Decimal = Field(default=Decimal(85), gt=0, le=100)
    """Fewer accounts than this retained in a year are an improvement opportunity."""
    retention_strong: Decimal = Field(default=Decimal(95), gt=0, le=100)
    """As many retained or more are a strength."""
    new_loss: Decimal = Field(default=Decimal(15), ge=0, lt=100)
    """More new accounts lost than this are an improvement opportunity."""
    alpha: Decimal = Field(default=Decimal("0.05"), gt=0, lt=1)
    """Level of the log-rank tests, a share, not percent; it is divided by the number of tests."""
    downgrades: Decimal = Field(default=Decimal(15), ge=0, lt=100)
    """More accounts moving to a lower tier or out of the revenue than this are an improvement opportunity."""
    visits: Decimal = Field(default=Decimal(80), gt=0, le=100)
    """A tier with a smaller share of its visits met is named."""
    visits_strong: Decimal = Field(default=Decimal(95), gt=0, le=100)
    """As many visits met in every tier or more are a strength."""
    stale: Decimal = Field(default=Decimal(10), ge=0, lt=100)
    """More stale records than this are an improvement opportunity."""
    contacts: Decimal = Field(default=Decimal(3), ge=0, lt=100)
    """More accounts without contact person than this are an improvement opportunity."""
