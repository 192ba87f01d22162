"""The survey programme as a closed loop: from the request to the verified effect, and what became of each answer."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel

from zhuoyue import Collector, Dossier, Finding, Item, Page, Suggestion, hookimpl


@hookimpl
def register_collectors() -> Iterable[type[Collector]]:
    """Declare the collector `survey-programme`."""
    from zhuoyue_plugins.survey_programme.collector import SurveyProgramme

    return [SurveyProgramme]


@hookimpl
def register_settings() -> type[BaseModel]:
    """Declare the table `[survey-programme]`."""
    from zhuoyue_plugins.survey_programme.settings import Settings

    return Settings


@hookimpl
def register_pages() -> Iterable[Page]:
    """Declare the page of the board."""
    from zhuoyue_plugins.survey_programme.page import PAGE

    return [PAGE]


@hookimpl
def assess_customers(item: Item, dossier: Dossier) -> Iterable[Finding | Suggestion]:
    """Judge an item about customers by the programmes that support it."""
    from zhuoyue_plugins.survey_programme.judge import judge

    return judge(item, dossier)
