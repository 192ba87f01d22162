"""The collector `satisfaction`: indices, questions, loyalty and a path model from survey answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from pydantic import BaseModel

from zhuoyue import Collected, Exhibit, Problem, Severity, Source, Text
from zhuoyue.records import Dataset, Read, RecordsCollector, RecordsSettings, read_records
from zhuoyue_plugins.satisfaction.driving import Drivers, drivers
from zhuoyue_plugins.satisfaction.index_tables import group_table, index_table
from zhuoyue_plugins.satisfaction.item_tables import question_table, zone_table
from zhuoyue_plugins.satisfaction.late import early_late
from zhuoyue_plugins.satisfaction.loyalty import loyalty_tables
from zhuoyue_plugins.satisfaction.measures import measures, response_measure
from zhuoyue_plugins.satisfaction.questionnaire import questionnaire
from zhuoyue_plugins.satisfaction.response import Response, response_tables
from zhuoyue_plugins.satisfaction.settings import SatisfactionSettings
from zhuoyue_plugins.satisfaction.sheet import Sheet
from zhuoyue_plugins.satisfaction.survey import Survey, read_survey
from zhuoyue_plugins.satisfaction.totals import Totals
from zhuoyue_plugins.satisfaction.voices import complaint_table, score_problem, score_table
from zhuoyue_plugins.satisfaction.waves import PART, Waves, read_waves


class Satisfaction(RecordsCollector):
    """Customer satisfaction surveys: indices with intervals, drivers, questions, loyalty, response."""

    name: ClassVar[str] = "satisfaction"
    settings: ClassVar[type[BaseModel]] = SatisfactionSettings

    def parts(self, settings: SatisfactionSettings) -> Mapping[str, RecordsSettings]:
        """Return the answers and, if there is one, the register of waves."""
        return {"": settings, **({PART: settings.waves} if settings.waves else {})}

    def collect(self, source: Source) -> Collected:
        """Read the register of waves, then the answers, and compute everything."""
        waves = read_waves(source)
        done = read_records(source, source.settings, lambda dataset: _analysed(source, dataset, waves))
        found = done.value
        more = waves.evidence if waves else ()
        problems = [*found.problems, *done.problems, *(_of_waves(waves) if waves else ())]
        return found.model_copy(update={"evidence": (*done.evidence, *more), "problems": tuple(problems)})


def _of_waves(waves: Read[Waves]) -> Iterator[Problem]:
    yield from waves.value.problems
    yield from waves.problems


def _analysed(source: Source, dataset: Dataset, waves: Read[Waves] | None) -> Collected:
    settings: SatisfactionSettings = source.settings
    questions = questionnaire(settings, source.name)
    survey = read_survey(source, dataset, questions)
    latest = _latest(survey)
    if latest is None or not questions.blocks:
        return Collected(problems=(*survey.problems, _nothing(survey)))
    found = drivers(source, survey, latest)
    totals = Totals(survey, found.weights)
    sheet = Sheet(source, survey, found.modelled, found.failed)
    exhibits = [*_tables(sheet, totals, found), *found.exhibits]
    made = list(measures(sheet, totals))
    problems = [*survey.problems, *found.problems, *_few(sheet, totals)]
    if waves and waves.value.rows:
        response = Response(sheet, waves)
        tables = response_tables(sheet, response)
        exhibits += tables
        made.append(response_measure(sheet, tables[0]))
        problems += response.problems()
    problems += [problem for problem in (score_problem(sheet),) if problem]
    return Collected(measures=tuple(made), exhibits=tuple(exhibits), problems=tuple(problems))


def _tables(sheet: Sheet, totals: Totals, found: Drivers) -> Iterator[Exhibit]:
    made = (
        index_table(sheet, totals),
        group_table(sheet, totals, "segment"),
        group_table(sheet, totals, "tier"),
        question_table(sheet, totals, found.weights),
        zone_table(sheet, totals),
        *loyalty_tables(sheet, found.weights),
        score_table(sheet, totals),
        complaint_table(sheet, totals, found.weights),
        early_late(sheet, found.weights),
    )
    yield from (table for table in made if table is not None and table.count)


def _latest(survey: Survey) -> int | None:
    """Return the last period with an answer, as a code."""
    latest: int | None = survey.dataset.run("SELECT max(period) AS last FROM answers")[0]["last"]
    return latest


def _nothing(survey: Survey) -> Problem:
    text = Text(
        en="there is no answer with a period and no construct with questions: nothing could be computed"
        if not survey.questions.blocks
        else "no answer has a period within the assessed time (and a weight): nothing could be computed",
        zh="没有包含题项的构念，无法计算"
        if not survey.questions.blocks
        else "没有任何答卷的期间在评价期内（且具有权重），无法计算",
    )
    return Problem(code="satisfaction-nothing", severity=Severity.ERROR, text=text, where=survey.dataset.place)


def _few(sheet: Sheet, totals: Totals) -> Iterator[Problem]:
    least = sheet.survey.settings.least_answers
    few = [group for group in totals.groups if group.answers < least]
    if few:
        en = ", ".join(f"{group.period}{f' {group.name}' if group.name else ''}: {group.answers}" for group in few[:5])
        more_en, more_zh = (", …", "……") if len(few) > 5 else ("", "")
        yield Problem(
            code="satisfaction-few-answers",
            severity=Severity.WARNING,
            text=Text(
                en=f"fewer than {least} answers, so no interval and no comparison: {en}{more_en}",
                zh=f"答卷少于 {least} 份，不给出区间，也不参与比较：{en}{more_zh}",
            ),
            where=sheet.survey.dataset.place,
        )
