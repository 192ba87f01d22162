"""Faulty rows: how many, where the first ones stand, what they say and what was expected."""

# ruff: noqa: S608 - names and texts in this SQL go through sql.name and sql.quote

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from zhuoyue.model.problem import Problem, Severity
from zhuoyue.model.text import Text
from zhuoyue.records.dataset import Dataset
from zhuoyue.records.plan import EXPECTED, Check, Plan
from zhuoyue.records.severity import advised
from zhuoyue.records.table import FILE, ROW

_SHOWN = 3
_CUT = 60
_UNKNOWN = Text(en="left out", zh="已剔除")


def faulty_rows(
    dataset: Dataset, plan: Plan, files: Mapping[int, Mapping[str, Any]], numbered: str | None = None
) -> list[Problem]:
    """Return a problem for each check and table with faulty rows. Only then are the rows looked for.

    Args:
        dataset: the records.
        plan: the cells and checks.
        files: the number of faulty rows of each check, by table.
        numbered: a relation that holds the rows' numbers and checks; without it the records are read again.
    """
    problems: list[Problem] = []
    for number in range(len(plan.checks)):
        counts = {file: row[f"c{number}"] for file, row in files.items() if row[f"c{number}"]}
        if counts:
            problems += _examples(dataset, plan, number, counts, numbered)
    return [
        advised(problem, dataset.settings) if problem.code == "tables-bad-value" else problem for problem in problems
    ]


def _examples(
    dataset: Dataset, plan: Plan, number: int, counts: Mapping[int, int], numbered: str | None
) -> Iterable[Problem]:
    check = plan.checks[number]
    cells = "" if numbered else "".join(f", {cell}" for cell in dict.fromkeys(check.cells))
    relation = numbered or f"({plan.select(dataset.records(numbered=True), numbered=True)})"
    rows = dataset.run(
        f"SELECT {FILE}, {ROW}{cells} FROM {relation} "
        f"WHERE c{number} QUALIFY row_number() OVER (PARTITION BY {FILE} ORDER BY {ROW}) <= {_SHOWN} "
        f"ORDER BY {FILE}, {ROW}"
    )
    if numbered:
        rows = dataset.written(dict(zip(check.cells, check.columns, strict=True)), rows)
    for file, count in sorted(counts.items()):
        found = [row for row in rows if row[FILE] == file]
        shown = dataset.rows_shown(file, [row[ROW] for row in found])
        lines = [(shown.get(row[ROW], row[ROW]), [row[cell] for cell in check.cells]) for row in found]
        yield _problem(check, dataset.places[file], count, lines)


def _problem(check: Check, place: str, count: int, lines: Sequence[tuple[int, list[str | None]]]) -> Problem:
    column = " – ".join(check.columns)
    more_en, more_zh = (", …", "……") if count > len(lines) else ("", "")
    en = ", ".join(f"row {line} {_quoted(cells)}" for line, cells in lines) + more_en
    zh = "、".join(f"第 {line} 行 {_quoted(cells)}" for line, cells in lines) + more_zh
    ids = ", ".join(check.measures)
    left = Text(en=f"left out of: {ids}", zh=f"已从以下指标中剔除：{ids}") if ids else _UNKNOWN
    code, severity, text = _TEXTS[check.kind](count, en, zh, left)
    row = f":row {lines[0][0]}, column {column}" if lines else f": column {column}"
    return Problem(code=code, severity=severity, text=text, where=f"{place}{row}")


def _quoted(cells: Sequence[str | None]) -> str:
    return " – ".join(repr(cell if len(cell) <= _CUT else cell[:_CUT] + "…") for cell in cells if cell is not None)


def _bad(kind: str) -> Any:
    def text(count: int, en: str, zh: str, left: Text) -> tuple[str, Severity, Text]:
        values = "1 value is" if count == 1 else f"{count} values are"
        return (
            "tables-bad-value",
            Severity.ERROR,
            Text(
                en=f"{values} not {EXPECTED[kind].en}: {en}; {left.en}",
                zh=f"有 {count} 个值不是{EXPECTED[kind].zh}：{zh}；{left.zh}",
            ),
        )

    return text


def _negative(count: int, en: str, zh: str, left: Text) -> tuple[str, Severity, Text]:
    rows = "1 row ends" if count == 1 else f"{count} rows end"
    return (
        "tables-negative-hours",
        Severity.WARNING,
        Text(
            en=f'{rows} before the beginning: {en}; {left.en}; where early is meant, set early = "keep"',
            zh=f'有 {count} 行的结束时间早于开始时间：{zh}；{left.zh}；如提前属正常情况，请设置 early = "keep"',
        ),
    )


def _no_period(count: int, en: str, zh: str, left: Text) -> tuple[str, Severity, Text]:
    rows = "1 row has" if count == 1 else f"{count} rows have"
    return (
        "tables-no-period",
        Severity.WARNING,
        Text(
            en=f"{rows} no period: {en}; {left.en}",
            zh=f"有 {count} 行没有期间：{zh}；{left.zh}",
        ),
    )


_TEXTS = {
    "number": _bad("number"),
    "instant": _bad("instant"),
    "moment": _bad("moment"),
    "flag": _bad("flag"),
    "period": _bad("period"),
    "negative": _negative,
    "no-period": _no_period,
}
