"""What is wrong with the answers: each kind of fault with column, row and value, and what became of it."""

# ruff: noqa: S608 - column names and texts go through zhuoyue.records; aliases and numbers are our own

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhuoyue import Problem, Severity, Text, did_you_mean, plain
from zhuoyue.records import Dataset, TypedRows, quote
from zhuoyue_plugins.satisfaction.questionnaire import Question, Questionnaire
from zhuoyue_plugins.satisfaction.settings import SatisfactionSettings

_SUSPECT = 30
"""So many answers, and none in the upper half of the scale: the scale may be another one."""
_MANY = 20
"""Percentage of answers outside the scale from which it may be another one."""
_USUAL = (5, 7, 10, 11, 100)
"""Ends of the scales in use."""


@dataclass(frozen=True)
class Screened:
    """What was found."""

    problems: tuple[Problem, ...]
    repeated: bool
    """Whether a respondent occurs more than once in a period."""


class Places:
    """Says where rows stand, with the cells of a column as written."""

    def __init__(self, rows: TypedRows, settings: SatisfactionSettings) -> None:
        self._rows = rows
        self.settings = settings

    def shown(self, condition: str, field: str, count: int) -> tuple[str, str, str]:
        """Return the first rows that meet a condition, in English and Chinese, and the place of the first."""
        found = self._rows.odd(condition, [field])
        cells = [one.cells.get(field) for one in found]
        said = [f" {cell!r}" if cell is not None else "" for cell in cells]
        en = ", ".join(f"row {one.row}{cell}" for one, cell in zip(found, said, strict=True))
        zh = "、".join(f"第 {one.row} 行{cell}" for one, cell in zip(found, said, strict=True))
        more_en, more_zh = (", …", "……") if count > len(found) else ("", "")
        place = f"{found[0].place}:row {found[0].row}" if found else ""
        return en + more_en, zh + more_zh, place

    def pair(self, condition: str) -> str:
        """Return the numbers of the first two rows that meet a condition."""
        return ", ".join(str(one.row) for one in self._rows.odd(condition, [], limit=2))


def screened(places: Places, dataset: Dataset, questions: Questionnaire, period: str) -> Screened:
    """Look the rows through once, and again only where something is wrong; `period` is the SQL of a row's period."""
    counts = dataset.run(f"SELECT {', '.join(_counts(questions))} FROM periods")[0]
    repeated = _repeated(places, dataset, period)
    problems = [
        *questions.problems,
        *_no_period(places, dataset, counts["no_period"]),
        *_later(dataset, counts["later"]),
        *_no_weight(places, dataset, counts),
        *_no_segment(places, counts),
        *_unused_names(places, dataset),
        *repeated,
    ]
    for one in questions.questions:
        problems += _question(places, dataset, one, counts)
    return Screened(tuple(problems), bool(repeated))


def _counts(questions: Questionnaire) -> Iterator[str]:
    yield "count(*) AS n"
    yield "count(*) FILTER (WHERE period IS NULL) AS no_period"
    yield "count(*) FILTER (WHERE later) AS later"
    yield "count(*) FILTER (WHERE weight IS NULL OR weight <= 0) AS no_weight"
    yield "count(*) FILTER (WHERE segment IS NULL) AS no_segment"
    yield "count(*) FILTER (WHERE tier IS NULL) AS no_tier"
    for one in questions.questions:
        value, inside = _value(one), f"{_value(one)} BETWEEN {one.low} AND {one.high}"
        yield f"count({value}) AS n_{one.alias}"
        yield f"count(*) FILTER (WHERE NOT ({inside})) AS out_{one.alias}"
        yield f"max({value}) FILTER (WHERE {value} = floor({value})) AS top_{one.alias}"
        yield f"min({value}) FILTER (WHERE {inside}) AS min_{one.alias}"
        yield f"max({value}) FILTER (WHERE {inside}) AS max_{one.alias}"


def _value(question: Question) -> str:
    return f"{question.alias}::INTEGER" if question.setting.yes_no else question.alias


def _question(places: Places, dataset: Dataset, one: Question, counts: dict[str, Any]) -> Iterator[Problem]:
    known, outside = counts[f"n_{one.alias}"], counts[f"out_{one.alias}"]
    low, high = counts[f"min_{one.alias}"], counts[f"max_{one.alias}"]
    where = f"{dataset.place}: column {one.column}"
    if outside:
        yield _outside(places, one, outside, known, counts[f"top_{one.alias}"])
    if not known - outside:
        yield _problem(
            "satisfaction-no-answers",
            Severity.WARNING,
            where,
            f"question {one.column!r} has no answer on its scale; it counts for nothing",
            f"题项 {one.column!r} 没有任何有效答案，未计入任何结果",
        )
    elif low == high and known - outside > 1:
        yield _problem(
            "satisfaction-constant-question",
            Severity.WARNING,
            where,
            f"question {one.column!r}: all {known - outside} answers are {plain(Decimal(low))}; it says nothing of "
            "differences and cannot take part in a path model",
            f"题项 {one.column!r}：{known - outside} 个答案全部为 {plain(Decimal(low))}；无法反映差异，"
            "不能进入路径模型",
        )
    elif known - outside >= _SUSPECT and Decimal(high) <= one.low + one.span / 2:
        yield _problem(
            "satisfaction-scale-suspect",
            Severity.WARNING,
            where,
            f"question {one.column!r}: the highest of {known - outside} answers is {plain(Decimal(high))}, its scale "
            f"goes to {plain(one.high)}; if the question has another scale, state it: "
            f"{{ column = {one.column!r}, scale = [{plain(one.low)}, {plain(Decimal(high))}] }}",
            f"题项 {one.column!r}：{known - outside} 个答案中最高为 {plain(Decimal(high))}，而量表上限为 "
            f"{plain(one.high)}；如量表不同，请注明："
            f"{{ column = {one.column!r}, scale = [{plain(one.low)}, {plain(Decimal(high))}] }}",
        )


def _other_scale(one: Question, count: int, known: int, top: Decimal | int | None) -> tuple[str, str]:
    """Suggest another scale where many answers lie outside, in English and Chinese; else speak of codes."""
    usual = next((end for end in _USUAL if top is not None and top <= end), None)
    if count * 100 < _MANY * known or usual is None or usual <= one.high:
        return "A code for “no answer” belongs in null_values", "若为“未作答”代码，请写入 null_values"
    said = f"{{ column = {one.column!r}, scale = [{plain(one.low)}, {usual}] }}"
    share = 100 * count // known
    return (
        f"That is {share} % of them: if the question has another scale, state it: {said}",
        f"占 {share}%：如量表不同，请注明：{said}",
    )


def _outside(places: Places, one: Question, count: int, known: int, top: Decimal | int | None) -> Problem:
    value = _value(one)
    hint_en, hint_zh = _other_scale(one, count, known, top)
    en, zh, place = places.shown(f"NOT ({value} BETWEEN {one.low} AND {one.high})", one.alias, count)
    scale = f"{plain(one.low)}–{plain(one.high)}"
    answers = "1 answer is" if count == 1 else f"{count} answers are"
    return _problem(
        "satisfaction-outside-scale",
        Severity.WARNING,
        f"{place}, column {one.column}",
        f"{answers} outside the scale {scale} of question {one.column!r}: {en}; counted as not answered. {hint_en}",
        f"题项 {one.column!r} 有 {count} 个答案超出量表 {scale}：{zh}；按未作答处理。{hint_zh}",
    )


def _no_period(places: Places, dataset: Dataset, count: int) -> Iterator[Problem]:
    if not count:
        return
    named = places.settings.fields
    column, field = (named.answered, "answered") if named.answered else (named.period, "written_period")
    # The period itself is no field of the rows, so the day, or the text that is no period, is looked for.
    missing = "answered IS NULL" if named.answered else "as_period(written_period) IS NULL"
    en, zh, place = places.shown(missing, field, count)
    yield _problem(
        "satisfaction-no-period",
        Severity.WARNING,
        f"{place}, column {column}" if place else f"{dataset.place}: {column}",
        f"{_rows(count)} no period: {en}; left out",
        f"有 {count} 行没有期间：{zh}；已剔除",
    )


def _later(dataset: Dataset, count: int) -> Iterator[Problem]:
    if count:
        answers = "1 answer is" if count == 1 else f"{count} answers are"
        yield _problem(
            "satisfaction-later",
            Severity.INFO,
            dataset.place,
            f"{answers} of a period after the assessed time; left out",
            f"有 {count} 份答卷的期间晚于评价期；已剔除",
        )


def _no_weight(places: Places, dataset: Dataset, counts: dict[str, Any]) -> Iterator[Problem]:
    column = places.settings.fields.weight
    if column and counts["no_weight"]:
        en, zh, place = places.shown("weight IS NULL OR weight <= 0", "weight", counts["no_weight"])
        yield _problem(
            "satisfaction-no-weight",
            Severity.WARNING,
            f"{place}, column {column}",
            f"{_rows(counts['no_weight'])} no weight above 0: {en}; left out",
            f"有 {counts['no_weight']} 行的权重缺失或不大于 0：{zh}；已剔除",
        )


def _no_segment(places: Places, counts: dict[str, Any]) -> Iterator[Problem]:
    for role, en_word, zh_word in (("segment", "segment", "细分市场"), ("tier", "tier", "客户等级")):
        column, count = getattr(places.settings.fields, role), counts[f"no_{role}"]
        if column and count:
            en, zh, place = places.shown(f"{role} IS NULL", role, count)
            yield _problem(
                "satisfaction-not-stated",
                Severity.INFO,
                f"{place}, column {column}",
                f"{_rows(count)} no {en_word}: {en}; counted in the whole, and shown as “not stated”",
                f"有 {count} 行未填{zh_word}：{zh}；计入总体，并以“未注明”列示",
            )


def _unused_names(places: Places, dataset: Dataset) -> Iterator[Problem]:
    """Name words of `names` that no segment or tier has: they may be written otherwise in the records."""
    if not places.settings.names:
        return
    rows = dataset.run("SELECT DISTINCT unnest([segment, tier]) AS said FROM periods ORDER BY 1")
    said = [str(row["said"]) for row in rows if row["said"] is not None]
    for word in places.settings.names:
        if word not in said:
            en, zh = did_you_mean(word, said)
            yield _problem(
                "satisfaction-unused-name",
                Severity.WARNING,
                f"{dataset.place}: names.{word}",
                f"names has {word!r}, which no segment or tier is called{en}",
                f"names 中的“{word}”不是任何细分市场或客户等级的名称{zh}",
            )


def _repeated(places: Places, dataset: Dataset, period: str) -> list[Problem]:
    """Return a problem if a respondent answered more than once in a period."""
    column = places.settings.fields.respondent
    if not column:
        return []
    twice = (
        "SELECT respondent, period, count(*) AS n FROM periods WHERE respondent IS NOT NULL AND period IS NOT NULL "
        "GROUP BY 1, 2 HAVING count(*) > 1"
    )
    found = dataset.run(f"SELECT count(*) AS people, coalesce(sum(n), 0) AS rows FROM ({twice})")[0]
    if not found["people"]:
        return []
    extra = int(found["rows"]) - found["people"]
    first = dataset.run(f"SELECT respondent, period FROM ({twice}) ORDER BY 1, 2 LIMIT 3")
    # Who it is stays out of the message; the rows tell it to those who may open the records.
    pairs = [places.pair(f"respondent = {quote(row['respondent'])} AND ({period}) = {row['period']}") for row in first]
    more_en, more_zh = ("; …", "……") if found["people"] > len(pairs) else ("", "")
    said_en = "1 row repeats" if extra == 1 else f"{extra} rows repeat"
    return [
        _problem(
            "satisfaction-repeated-respondent",
            Severity.WARNING,
            f"{dataset.place}: column {column}",
            f"{said_en} a respondent of the same period: rows {'; rows '.join(pairs)}{more_en}; "
            "the first answer of each counts",
            f"有 {extra} 行与同一期间的受访者重复：第 {'；第 '.join(pairs)} 行{more_zh}；每人只计第一份答卷",
        )
    ]


def _rows(count: int) -> str:
    return "1 row has" if count == 1 else f"{count} rows have"


def _problem(code: str, severity: Severity, where: str, en: str, zh: str) -> Problem:
    return Problem(code=code, severity=severity, text=Text(en=en, zh=zh), where=where)
