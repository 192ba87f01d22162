"""The collector `survey-programme`: reads the register of surveys, and the dissatisfied answers if there are any."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from pydantic import BaseModel

from zhuoyue import Collected, Fault, InputError, Problem, Severity, Source, Text
from zhuoyue.records import Dataset, Read, RecordsCollector, RecordsSettings, read_records, read_rows
from zhuoyue_plugins.survey_programme.answers import Answers, read_answers, unknown_surveys
from zhuoyue_plugins.survey_programme.board import board
from zhuoyue_plugins.survey_programme.desk import Desk
from zhuoyue_plugins.survey_programme.ends import ends
from zhuoyue_plugins.survey_programme.loop import Standing
from zhuoyue_plugins.survey_programme.rates import rates
from zhuoyue_plugins.survey_programme.reading import read_surveys
from zhuoyue_plugins.survey_programme.settings import SurveyProgrammeSettings


class SurveyProgramme(RecordsCollector):
    """The loop of each survey, and what became of each dissatisfied answer."""

    name: ClassVar[str] = "survey-programme"
    settings: ClassVar[type[BaseModel]] = SurveyProgrammeSettings

    def parts(self, settings: Any) -> Mapping[str, RecordsSettings]:
        """Return the register, and the answers if the settings name them."""
        answers = getattr(settings, "answers", None)
        return {"": settings, **({"answers": answers} if answers else {})}

    def collect(self, source: Source) -> Collected:
        """Read the register, then the answers, and put together what they say."""
        settings: SurveyProgrammeSettings = source.settings
        faults: list[Fault] = []
        register: Read[tuple[tuple[Standing, ...], list[Problem]]] | None = None
        answers: Read[Answers] | None = None
        try:
            register = read_records(source, settings, lambda dataset: _surveys(dataset, source))
        except InputError as error:
            faults += error.faults
        standings, problems = register.value if register else ((), [])
        if settings.answers:
            try:
                answers = read_records(
                    source, settings.answers, lambda dataset: _answers(dataset, source, standings), "answers"
                )
            except InputError as error:
                faults += error.faults
        if faults or register is None:
            raise InputError(*faults)
        read = [one for one in (register, answers) if one]
        if not standings:
            problems = [*problems, _nothing(source)]
        found = answers.value if answers else None
        desk = Desk(source, standings, found, tuple(proof.id for one in read for proof in one.evidence))
        return Collected(
            evidence=tuple(proof for one in read for proof in one.evidence),
            measures=rates(desk),
            exhibits=(*board(desk), *ends(desk)) if standings else (),
            problems=(*problems, *(found.problems if found else ()), *(p for one in read for p in one.problems)),
        )


def _surveys(dataset: Dataset, source: Source) -> tuple[tuple[Standing, ...], list[Problem]]:
    settings: SurveyProgrammeSettings = source.settings
    rows, problems = read_rows(dataset, settings, settings.columns_by_key())
    standings, wrong = read_surveys(rows, settings, source.as_of)
    return standings, [*wrong, *problems]


def _answers(dataset: Dataset, source: Source, standings: Sequence[Standing]) -> Answers:
    settings: SurveyProgrammeSettings = source.settings
    part = settings.answers
    if part is None:
        raise AssertionError("only called for answers")
    due = [one.survey.name for one in standings if one.due]
    found = read_answers(dataset, part, source.as_of, due, settings.max_listed)
    known = {one.survey.name for one in standings}
    return replace(found, problems=(*found.problems, *unknown_surveys(dataset, part, known)))


def _nothing(source: Source) -> Problem:
    text = Text(en="no survey could be read", zh="没有可读取的调查")
    return Problem(code="survey-programme-empty", severity=Severity.ERROR, text=text, where=f"sources.{source.name}")
