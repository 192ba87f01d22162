"""Writes the score sheet: one row an item, category rows between them, the total last."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from zhuoyue import Assessment, Category, FindingKind, Item, Score, plain
from zhuoyue_plugins.scoresheet import result

HEADERS = {
    "zh": ("条款", "名称", "分值", "百分比", "得分", "最低", "最高", "状态", "优势", "改进机会"),
    "en": ("code", "name", "points", "percent", "score", "low", "high", "state", "strengths", "improvements"),
}
UNPOINTED = {
    "zh": ("条款", "名称", "{figure}", "范围", "状态", "优势", "改进机会"),
    "en": ("code", "name", "{figure}", "range", "state", "strengths", "improvements"),
}
"""Headings in a model without a total; the figure is a level, a percent, or a result where both occur."""


def write(assessment: Assessment, path: Path, language: str) -> None:
    """Write UTF-8 with a byte order mark, which makes Excel read the Chinese."""
    language = "zh" if language == "zh" else "en"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(_headers(assessment, language))
        for row in rows(assessment, language):
            writer.writerow([harmless(cell) for cell in row])


def _headers(assessment: Assessment, language: str) -> tuple[str, ...]:
    if assessment.criteria.total is not None:
        return HEADERS[language]
    figure = result.heading(assessment, language).lower()
    return tuple(one.format(figure=figure) for one in UNPOINTED[language])


def rows(assessment: Assessment, language: str) -> Iterator[tuple[str, ...]]:
    """Yield the rows in the order of the criteria."""
    for category in assessment.criteria.categories:
        score = assessment.categories[category.code]
        yield (category.code, category.title.get(language), *_numbers(assessment, category, score, language), "", "")
        for item in category.items:
            texts = [
                "\n".join(one.text.get(language) for one in assessment.assessors_findings(item.id, kind))
                for kind in (FindingKind.STRENGTH, FindingKind.IMPROVEMENT)
            ]
            score = assessment.result_of[item.id].score
            yield (item.code, item.title.get(language), *_numbers(assessment, item, score, language), *texts)
    if assessment.total is not None:
        yield ("", "总计" if language == "zh" else "total", *_points(assessment.total), "", "")


def _numbers(assessment: Assessment, of: Item | Category, score: Score, language: str) -> tuple[str, ...]:
    """Return the points of an item or category; in a model without points what a reader sees instead."""
    if assessment.criteria.total is not None:
        return _points(score)
    return (*result.cells(assessment, of, language), score.state.value)


def _points(score: Score) -> tuple[str, ...]:
    percent = "" if score.percent is None else plain(score.percent)
    value = "" if score.value is None else plain(score.value)
    return (plain(score.maximum), percent, value, plain(score.low), plain(score.high), score.state.value)


def harmless(cell: str) -> str:
    """Keep a spreadsheet from taking a text for a formula."""
    return f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell
