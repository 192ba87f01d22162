"""From clean answers to the path model: builds it, hands over the answers it needs, takes back the weights."""

# ruff: noqa: S608 - aliases and numbers in this SQL are our own

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from zhuoyue import Column, Exhibit, Fault, InputError, Problem, Severity, Source, Text, TextColumn
from zhuoyue_plugins.satisfaction.building import path_model
from zhuoyue_plugins.satisfaction.modelling import ModelSetting
from zhuoyue_plugins.satisfaction.pls import (
    Analysis,
    Answers,
    Options,
    PathModel,
    analyse,
    path_model_exhibits,
)
from zhuoyue_plugins.satisfaction.questionnaire import Question, Questionnaire
from zhuoyue_plugins.satisfaction.survey import ANSWERS, Survey
from zhuoyue_plugins.satisfaction.totals import Weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_KEPT = Decimal("1e-9")


@dataclass(frozen=True)
class Drivers:
    """What the path model gave; without one, equal weights."""

    weights: Weights
    """Weight of each question in its construct's index."""
    modelled: frozenset[str]
    """Constructs whose weights the model gave."""
    exhibits: tuple[Exhibit, ...] = ()
    problems: tuple[Problem, ...] = ()
    failed: bool = False
    """Whether a model was wanted and could not be estimated."""


def drivers(source: Source, survey: Survey, latest: int | None) -> Drivers:
    """Estimate the path model; whatever stops it becomes a problem, and the indices go on with equal weights.

    Args:
        source: the configured source.
        survey: the clean answers.
        latest: the last period assessed, as a code; None if there is none.
    """
    equal = equal_weights(survey.questions)
    setting = survey.settings.model
    if setting is None or latest is None:
        return Drivers(equal, frozenset())
    where = f"sources.{source.name}.model"
    try:
        model, left_out = path_model(setting, survey.questions, where)
        answers, drawn = _answers(survey, setting, model, latest)
        analysis = analyse(model, answers, _options(survey, setting), where)
    except InputError as error:
        return Drivers(equal, frozenset(), problems=tuple(_failed(fault, where) for fault in error.faults), failed=True)
    problems = [
        *left_out,
        *drawn,
        *(_noted(note.code, note.severity, note.text, note.where, where) for note in analysis.notes),
    ]
    weights, modelled = _weights(analysis, survey, setting, equal) if setting.weights else (equal, frozenset())
    exhibits = path_model_exhibits(
        analysis,
        prefix=f"{source.name}-model",
        source=source.name,
        visibility=source.visibility,
        items=source.items,
        evidence=survey.dataset.evidence,
    )
    return Drivers(weights, modelled, tuple(_dated(one, survey, setting, latest) for one in exhibits), tuple(problems))


def equal_weights(questions: Questionnaire) -> Weights:
    """Return the same weight for every question of a construct."""
    return {one.alias: Decimal(1) / len(block.questions) for block in questions.blocks for one in block.questions}


def _options(survey: Survey, setting: ModelSetting) -> Options:
    return Options(
        scheme=setting.scheme,
        missing=setting.missing,
        least_answers=setting.least_answers,
        seed=setting.seed,
        resamples=setting.resamples,
        level=float(survey.settings.level),
        permutations=setting.permutations if setting.groups else 0,
        repeats=setting.repeats,
        limits=setting.limits,
    )


def _answers(survey: Survey, setting: ModelSetting, model: PathModel, latest: int) -> tuple[Answers, list[Problem]]:
    """Hand over the answers of the model's questions; a sample of them if there are too many."""
    used = _questions(survey, model)
    scope = f"WHERE period = {latest}" if setting.answers == "latest" else ""
    count = int(survey.dataset.run(f"SELECT count(*) AS n FROM {ANSWERS} {scope}")[0]["n"])
    sampled = (
        f"ORDER BY md5(concat(rid, '-{setting.seed}')) LIMIT {setting.most_answers}"
        if count > setting.most_answers
        else ""
    )
    group = setting.groups if setting.groups and getattr(survey.settings.fields, setting.groups) else "NULL"
    cells = ", ".join(f"{one.alias}::DOUBLE AS {one.alias}" for one in used.values())
    rows = survey.dataset.run(
        f"SELECT * FROM (SELECT rid, {group} AS of_group, {cells} FROM {ANSWERS} {scope} {sampled}) ORDER BY rid"
    )
    spread = {one.column: _scale(survey, one) for one in used.values()}
    answers = Answers(
        items=tuple(used),
        values=_matrix(rows, list(used.values()), spread),
        scales=spread,
        titles={column: one.title for column, one in used.items()},
        groups=tuple(row["of_group"] for row in rows) if group != "NULL" else (),
    )
    return answers, [_sample_drawn(setting, count)] if sampled else []


def _questions(survey: Survey, model: PathModel) -> dict[str, Question]:
    named = set(model.items)
    return {one.column: one for one in survey.questions.questions if one.column in named}


def _scale(survey: Survey, question: Question) -> tuple[float, float]:
    """Return the scale on which the model sees a question: its own, or 0–100 in a construct of mixed scales.

    Weights for answers as given depend on the scale's unit; in a construct of mixed scales they would mix units.
    """
    block = next(block for block in survey.questions.blocks if question in block.questions)
    return (0.0, 100.0) if block.mixed else (float(question.low), float(question.high))


def _matrix(
    rows: Sequence[dict[str, float | None]], used: Sequence[Question], spread: dict[str, tuple[float, float]]
) -> NDArray[np.float64]:
    import numpy as np

    values = np.array([[row[one.alias] for one in used] for row in rows], dtype=np.float64).reshape(
        len(rows), len(used)
    )
    low, high = np.array([[float(one.low), float(one.high)] for one in used]).T
    to_low, to_high = np.array([spread[one.column] for one in used]).T
    moved: NDArray[np.float64] = np.where(
        (low == to_low) & (high == to_high), values, to_low + (values - low) / (high - low) * (to_high - to_low)
    )
    return moved


def _weights(
    analysis: Analysis, survey: Survey, setting: ModelSetting, equal: Weights
) -> tuple[Weights, frozenset[str]]:
    """Return the model's weights; equal ones for constructs that it lacks, or gives a negative weight."""
    import numpy as np

    fit = analysis.fit
    weights, modelled = dict(equal), set()
    for at, name in enumerate(fit.constructs):
        block = survey.questions.block(setting.constructs.get(name, name))
        if block is None or np.isnan(fit.index[at]):
            continue
        given = {
            item: weight
            for item, weight, home in zip(fit.items, fit.index_weights, fit.block, strict=True)
            if home == at
        }
        modelled.add(block.name)
        for one in block.questions:
            value = Decimal(repr(float(given.get(one.column, 0.0))))
            weights[one.alias] = value.quantize(_KEPT, ROUND_HALF_UP)
    return weights, frozenset(modelled)


def _dated(exhibit: Exhibit, survey: Survey, setting: ModelSetting, latest: int) -> Exhibit:
    """Say of which period the model is, and name its groups as the settings do."""
    period = survey.period(latest)
    note = (
        Text(en=f"Estimated from the answers of {period}.", zh=f"根据 {period} 期间的答卷估计。")
        if setting.answers == "latest"
        else Text(en="Estimated from the answers of all periods together.", zh="根据全部期间的答卷合并估计。")
    )
    columns = tuple(_renamed(survey, column) for column in exhibit.columns)
    return exhibit.model_copy(update={"notes": (*exhibit.notes, note), "columns": columns})


def _renamed(survey: Survey, column: Column) -> Column:
    """Give the groups the names that the settings give them."""
    if column.key not in ("group", "other") or not isinstance(column, TextColumn):
        return column
    names = survey.settings.names
    values = tuple(names.get(value.en or value.zh, value) if value else None for value in column.values)
    return column.model_copy(update={"values": values})


def _sample_drawn(setting: ModelSetting, count: int) -> Problem:
    text = Text(
        en=f"the path model was estimated from a random sample of {setting.most_answers} of {count} answers "
        f"(seed {setting.seed}); raise most_answers to use more",
        zh=f"路径模型基于 {count} 份答卷中随机抽取的 {setting.most_answers} 份估计（种子 {setting.seed}）；可调大 "
        "most_answers",
    )
    return Problem(code="satisfaction-model-sampled", severity=Severity.INFO, text=text)


def _noted(code: str, severity: Severity, text: Text, place: str, where: str) -> Problem:
    return Problem(code=code, severity=severity, text=text, where=f"{where}: {place}" if place else where)


def _failed(fault: Fault, where: str) -> Problem:
    text = Text(
        en=f"the path model could not be estimated, the indices go on with equal weights: {fault.en}",
        zh=f"路径模型未能估计，指数按等权重计算：{fault.zh}",
    )
    return Problem(code="satisfaction-no-model", severity=Severity.WARNING, text=text, where=fault.where or where)
