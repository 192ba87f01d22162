"""Settings of the plugin `lint`: every threshold of its rules."""

from __future__ import annotations

from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field

from zhuoyue import Examined


class Settings(BaseModel):
    """The table `[lint]`."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    demanding_percent: Decimal = Field(default=Decimal(50), ge=0, le=100)
    """From this percent on ZY104 asks for trend and comparison, ZY105 for deployment."""
    trend_periods: int = Field(default=3, ge=2)
    """Fewest periods with a value that ZY104 takes for a trend."""
    high_percent: Decimal = Field(default=Decimal(70), ge=0, le=100)
    """From this percent on ZY106 expects no more improvements than strengths."""
    low_percent: Decimal = Field(default=Decimal(25), ge=0, le=100)
    """Up to this percent ZY107 expects no more strengths than improvements."""
    fewest_findings: int = Field(default=3, ge=0)
    """Fewest strengths, and fewest improvements, that ZY108 expects for an item."""
    most_findings: int = Field(default=5, ge=1)
    """Most strengths, and most improvements, that ZY108 expects for an item."""
    jump_bands: int = Field(default=2, ge=1)
    """Bands between two cycles that ZY109 takes for a jump."""
    sentence_length: int = Field(default=16, ge=1)
    """Shortest sentence that ZY110 compares: Han characters, a word of another script counting as two."""
    every_improvement: bool = False
    """Whether ZY111 asks for an action for every improvement, not only for bold ones."""
    reason_length: int = Field(default=4, ge=1)
    """Shortest reason that ZY112 accepts, counted as for `sentence_length`."""


def of(examined: Examined) -> Settings:
    """Return the settings, or the defaults where there are none."""
    return examined.settings if isinstance(examined.settings, Settings) else Settings()
