"""The answers, read and cleaned: one row a respondent and period, everything else counted and said."""

# ruff: noqa: S608 - column names and texts go through zhuoyue.records; aliases and numbers are our own

from __future__ import annotations

from dataclasses import dataclass

from zhuoyue import Problem, Source
from zhuoyue.records import Dataset, Field, period_of, typed_rows
from zhuoyue_plugins.satisfaction.questionnaire import Question, Questionnaire
from zhuoyue_plugins.satisfaction.screening import Places, screened
from zhuoyue_plugins.satisfaction.settings import SatisfactionSettings

ANSWERS = "answers"
"""The clean answers, held in a passing file: they may be more than fit into memory."""
EXACT = "DECIMAL(12, 4)"
"""How answers and weights are kept: sums of these are exact."""


@dataclass(frozen=True)
class Survey:
    """The clean answers in the engine, and what is known of them."""

    dataset: Dataset
    settings: SatisfactionSettings
    questions: Questionnaire
    problems: tuple[Problem, ...]
    places: Places
    """Finds rows for messages."""

    def period(self, code: int) -> str:
        """Return the period that a code in the queries stands for."""
        return period_of(code, self.settings.period)

    @property
    def weighted(self) -> bool:
        """Whether respondents carry weights."""
        return self.settings.fields.weight is not None


def read_survey(source: Source, dataset: Dataset, questions: Questionnaire) -> Survey:
    """Read the answers into the table `answers`: rows without a period or weight and repeated respondents left out."""
    settings: SatisfactionSettings = source.settings
    rows = typed_rows(dataset, _fields(settings, questions), keep=True)
    rows.in_order()  # the first answers of a respondent count, and samples are drawn by place
    places, period = Places(rows, settings), _period(settings, source)
    last = assessed_until(settings, source)
    dated = f"{period} AS period, ({period}) > {last} AS later"
    dataset.run(f"CREATE OR REPLACE TEMP VIEW periods AS SELECT __order AS rid, *, {dated} FROM {rows.relation}")
    found = screened(places, dataset, questions, period)
    kept = dataset.passing(ANSWERS)
    dataset.run(
        f"CREATE OR REPLACE TABLE {kept} AS SELECT {_columns(settings, questions)} FROM periods "
        f"WHERE {_counted(settings)}{_once(settings, found.repeated)}"
    )
    dataset.run(f"CREATE OR REPLACE TEMP VIEW {ANSWERS} AS SELECT * FROM {kept}")
    return Survey(dataset, settings, questions, (*rows.problems, *found.problems), places)


def _fields(settings: SatisfactionSettings, questions: Questionnaire) -> list[Field]:
    named = settings.fields
    fields = [
        Field("respondent", named.respondent, "text"),
        Field("answered", named.answered, "instant"),
        Field("sent", named.sent, "instant"),
        Field("written_period", named.period, "text"),
        Field("segment", named.segment, "text"),
        Field("tier", named.tier, "text"),
        Field("weight", named.weight, "number"),
        Field("recommend", named.recommend, "number"),
        Field("complained", named.complained, "flag"),
    ]
    for one in questions.questions:
        fields.append(Field(one.alias, one.column, "flag" if one.setting.yes_no else "number"))
        for end, column in zip(("low", "high"), one.setting.limit_columns(), strict=False):
            fields.append(Field(f"{end}_{one.alias}", column, "number"))
    return fields


def _period(settings: SatisfactionSettings, source: Source) -> str:
    """Return the SQL of a row's period, as the number that `period_of` reads."""
    by = settings.period
    if settings.fields.answered:
        return f"instant_code_{by}(answered)"
    if settings.fields.period:
        return f"period_code_{by}(as_period(written_period))"
    return assessed_until(settings, source)


def assessed_until(settings: SatisfactionSettings, source: Source) -> str:
    """Return the SQL of the last period that begins within the assessed time."""
    return f"instant_code_{settings.period}(TIMESTAMP '{source.period.end.isoformat()} 00:00:00')"


def answer(question: Question) -> str:
    """Return the SQL of a clean answer: within its scale, turned round where the lowest is best, else NULL."""
    raw = f"{question.alias}::INTEGER" if question.setting.yes_no else question.alias
    value = f"({question.low} + {question.high} - {raw})" if question.setting.reversed else raw
    return f"CASE WHEN {raw} BETWEEN {question.low} AND {question.high} THEN {value}::{EXACT} END"


def _columns(settings: SatisfactionSettings, questions: Questionnaire) -> str:
    cells = [
        "rid",
        "period::INTEGER AS period",
        "segment",
        "tier",
        "answered",
        "sent",
        "complained",
        f"{'weight' if settings.fields.weight else '1'}::{EXACT} AS weight",
        f"{_recommend(settings, questions)} AS recommend",
    ]
    for one in questions.questions:
        cells.append(f"{answer(one)} AS {one.alias}")
        if one.setting.limit_columns():
            cells += [
                f"try_cast(low_{one.alias} AS {EXACT}) AS low_{one.alias}",
                f"try_cast(high_{one.alias} AS {EXACT}) AS high_{one.alias}",
            ]
    return ", ".join(cells)


def recommend_scale(settings: SatisfactionSettings, questions: Questionnaire) -> tuple[str, str, bool]:
    """Return lowest and highest answer of the recommendation question, and whether it is turned round."""
    column = settings.fields.recommend
    asked = next((one for one in questions.questions if one.column == column), None)
    if asked:
        return str(asked.low), str(asked.high), asked.setting.reversed
    return str(settings.recommend_scale[0]), str(settings.recommend_scale[1]), False


def _recommend(settings: SatisfactionSettings, questions: Questionnaire) -> str:
    low, high, turned = recommend_scale(settings, questions)
    value = f"({low} + {high} - recommend)" if turned else "recommend"
    return f"CASE WHEN recommend BETWEEN {low} AND {high} THEN {value}::{EXACT} END"


def _counted(settings: SatisfactionSettings) -> str:
    """Return the condition of the rows that count."""
    return "period IS NOT NULL AND NOT later" + (" AND weight > 0" if settings.fields.weight else "")


def _once(settings: SatisfactionSettings, repeated: bool) -> str:
    """Keep the first row of a respondent in a period; only asked for when there are repeated ones."""
    if not repeated:
        return ""
    return " QUALIFY respondent IS NULL OR row_number() OVER (PARTITION BY respondent, period ORDER BY rid) = 1"
