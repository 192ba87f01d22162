"""Settings of the plugin `complaints`: the limits by which its findings are drawn."""

from __future__ import annotations

from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field

_CONFIG = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


def _percent(default: int) -> Decimal:
    value: Decimal = Field(default=Decimal(default), ge=0, le=100)
    return value


class Settings(BaseModel):
    """The table `[complaints]`."""

    model_config = _CONFIG

    findings: bool = True
    """Whether findings are drawn from complaint logs."""
    max_findings: int = Field(default=5, ge=0)
    """Most strengths, and most improvements, written for one item."""
    promise_percent: Decimal = _percent(90)
    """Least share within the promise for it to count as kept, where the measure has no target of its own."""
    part_cases: int = Field(default=50, ge=1)
    """Fewest decided complaints of a channel, segment or product for it to be compared with the whole."""
    part_gap: Decimal = _percent(10)
    """How far a part must stay behind the whole to be named, in percentage points; chance must be ruled out as well."""
    slow_tail_hours: Decimal = Field(default=Decimal(72), gt=0)
    """Nine of ten complaints should be closed within so many hours."""
    reopened_percent: Decimal = _percent(5)
    """Highest share of complaints reopened."""
    escalated_percent: Decimal = _percent(5)
    """Highest share of complaints escalated."""
    first_contact_percent: Decimal = _percent(70)
    """Least share of complaints settled at the first contact."""
    satisfied_percent: Decimal = _percent(80)
    """Least share of answers that are satisfied with the handling."""
    old_days: int = Field(default=30, ge=1)
    """Open complaints older than so many days are overdue."""
    vital_percent: Decimal = _percent(80)
    """Share of complaints that the vital few causes make up together."""
    recent_months: int = Field(default=12, ge=1)
    """Signals on control charts are reported for so many last months."""
    improvement_percent: Decimal = _percent(10)
    """Least share of complaints that should lead to an improvement."""
    verified_percent: Decimal = _percent(50)
    """Least share of improvements whose effect should be verified with the customer."""
    unknown_percent: Decimal = _percent(5)
    """Highest share of blank or unreadable cells in a column that analyses rest on."""
    traced_good: Decimal = _percent(80)
    """Least share of the stages of ISO 10002 with a trace for the approach to read as good."""
    traced_mixed: Decimal = _percent(50)
    """Least share of these stages for it to read as mixed."""
