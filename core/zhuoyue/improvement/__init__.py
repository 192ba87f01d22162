"""The improvement loop: actions and what they answer, the percents aimed at, the points at stake."""

from __future__ import annotations

from zhuoyue.improvement.gain import derived, problems, without
from zhuoyue.improvement.reading import Actions, read, read_actions
from zhuoyue.improvement.target import Stake, stake, stakes, targets

__all__ = ["Actions", "Stake", "derived", "problems", "read", "read_actions", "stake", "stakes", "targets", "without"]
