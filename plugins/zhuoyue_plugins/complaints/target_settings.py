"""What may be written in `targets` of a complaint log: which measures, and within which bounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from zhuoyue import SettingError, did_you_mean

FIGURES = (
    "cases", "answered-in-promise", "reply-median-hours", "reply-p90-hours", "closed-in-promise",
    "close-median-hours", "close-p90-hours", "reopened", "first-contact", "escalated", "improvement", "verified",
    "hand-overs", "handling-satisfaction", "handling-satisfied", "per-1000-deals",
)  # fmt: skip
"""What the ids of the measures end with."""
PERCENTS = frozenset(
    {"answered-in-promise", "closed-in-promise", "reopened", "first-contact", "escalated", "improvement", "verified",
     "handling-satisfied"}
)  # fmt: skip
"""Those in percent."""


def target_faults(targets: Mapping[str, Decimal | Mapping[str, Decimal]]) -> Iterator[SettingError]:
    """Yield what cannot be right."""
    for figure, target in targets.items():
        if figure not in FIGURES:
            en, zh = did_you_mean(figure, FIGURES)
            yield SettingError(f"targets: unknown measure {figure!r}{en}", f"targets：未知的指标 {figure!r}{zh}")
        for value in target.values() if isinstance(target, Mapping) else (target,):
            if figure in PERCENTS and not 0 <= value <= 100:
                yield SettingError(
                    f"targets: {figure} is a percentage; expected 0 to 100, not {value}",
                    f"targets：{figure} 为百分比，应在 0 至 100 之间，现为 {value}",
                )
