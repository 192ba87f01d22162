"""A register of surveys read by the collector alone, which is quick, and judged."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from typing import Any

import pytest

from zhuoyue import Collected, Exhibit
from zhuoyue_plugins.survey_programme.collector import SurveyProgramme
from zhuoyue_plugins.survey_programme.judge import judge
from zhuoyue_plugins.survey_programme.settings import Settings

from ..registers import Collect, collected_by, exhibit_of, judged_by, once, refused

STAGES = ("requested", "approved", "run", "feedback", "cause", "plan", "action", "verified", "archived")
REGISTER = """\
id,who,requested,approved,run,feedback,cause,plan,action,verified,archived,doer,checker,again,stopped
A,Builders,2024-01-05,2024-01-20,2024-04-01,2024-04-20,2024-05-01,2024-05-20,2024-07-01,2024-10-01,2024-10-20,QA,CS,C,
B,Dealers,2024-02-01,2024-02-10,2024-05-01,2024-05-20,,2024-06-20,2024-06-10,,,QA,,,
C,Builders,2025-02-01,2025-02-10,2025-11-20,2025-12-10,2026-01-10,,,,,QA,CS,,
D,Dealers,2025-06-01,,,,,,,,,,CS,,no money
E,Dealers,2026-02-01,,,,,,,,,QA,CS,,
"""
"""As of 2025-12-31: A archived; B skipped the causes, acted before it planned, and nobody verified; C awaits its
causes; D was stopped; E has not begun."""
ANSWERS = """\
survey,answer,action,reason,asked
A,1,X1,,2024-09-30
A,2,X1,,
A,3,,out of scope,
A,4,,,
B,5,X2,,2026-03-01
B,6,X2,,2025-12-31
C,7,X3,,
C,8,,,
"""
FIELDS = """
[fields]
survey = "id"
segment = "who"
resurvey = "again"
stopped = "stopped"
[fields.stages]
requested = "requested"
approved = "approved"
run = "run"
feedback = "feedback"
cause = "cause"
plan = "plan"
action = "action"
verified = "verified"
archived = "archived"
[fields.roles]
action = "doer"
verified = "checker"
"""
ANSWER_FIELDS = {"survey": "survey", "answer": "answer", "action": "action", "reason": "reason", "verified": "asked"}


@pytest.fixture(scope="session")
def collect(tmp_path_factory: pytest.TempPathFactory) -> Collect:
    """Read a register, and answers, with some settings."""

    def collect(
        register: str = REGISTER, answers: str | None = ANSWERS, more: str = "", fields: str = FIELDS
    ) -> Collected:
        tmp_path = tmp_path_factory.mktemp("project")
        (tmp_path / "surveys.csv").write_text(register, encoding="utf-8")
        settings: dict[str, Any] = {"path": "surveys.csv", **tomllib.loads(f"{more}\n{fields}")}
        if answers is not None:
            (tmp_path / "answers.csv").write_text(answers, encoding="utf-8")
            settings["answers"] = {"path": "answers.csv", "fields": ANSWER_FIELDS, **settings.get("answers", {})}
        return collected_by(SurveyProgramme(), "surveys", "4.3.3", settings, tmp_path)

    return once(collect)


@pytest.fixture
def fault(collect: Collect) -> Callable[..., str]:
    """Read a register, expect them to be refused, and return why, in both languages."""
    return refused(collect)


def exhibit(of: Collected, word: str) -> Exhibit:
    """Return the exhibit of a word."""
    return exhibit_of(of, f"survey-programme.{word}")


def judged(collected: Collected, settings: Settings | None = None, *, withheld: bool = False) -> list[Any]:
    """Judge a process item by what was collected."""
    return judged_by(judge, collected, settings or Settings(), withheld=withheld)
