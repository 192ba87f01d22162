"""The organisational profile: unscored sections that set the scene."""

from __future__ import annotations

from dataclasses import dataclass

from zhuoyue.model.assessment import Assessment
from zhuoyue.model.criteria import ProfileSection
from zhuoyue.report.item import Account, Render, account


@dataclass(frozen=True)
class Section:
    """One section with the organisation's text, if there is one."""

    section: ProfileSection
    account: Account | None


def profile(assessment: Assessment, language: str, render: Render) -> tuple[Section, ...]:
    """Return the sections in the criteria's order."""
    return tuple(
        Section(section, account(assessment, section.code, language, render)) for section in assessment.criteria.profile
    )
