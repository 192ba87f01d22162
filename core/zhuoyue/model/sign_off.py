"""Sign-off: who stands for the decisions of an assessment."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from zhuoyue.model.base import Model


class SignOffLevel(StrEnum):
    """The three levels, in order; each needs the one before it."""

    SELF_CHECK = "self_check"
    REVIEW = "review"
    APPROVAL = "approval"


class SignOff(Model):
    """One signature."""

    level: SignOffLevel
    """Self-check, review or approval."""
    by: str
    """Who signed."""
    at: datetime
    """When."""
    decision: str
    """Digest of the decisions that were signed."""
    note: str = ""
    """Remark."""
    valid: bool = False
    """Whether what was signed is what the assessment says."""
