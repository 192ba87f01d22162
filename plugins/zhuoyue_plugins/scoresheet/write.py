"""Writes the score sheet: one row an item, category rows between them, the total last."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from zhuoyue import Assessment, FindingKind, Score, plain

HEADERS = {
    "zh": ("条款", "名称", "分值", "百分比", "得分", "最低", "最高", "状态", "优势", "改进机会"),
    "en": ("code", "name", "points", "percent", "score", "low", "high", "state", "strengths", "improvements"),
}


def write(assessment: Assessment, path: Path, language: str) -> None:
    """Write UTF-8 with a byte order mark, which makes Excel read the Chinese."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADERS["zh" if language == "zh" else "en"])
        for row in rows(assessment, language):
            writer.writerow([harmless(cell) for cell in row])


def rows(assessment: Assessment, language: str) -> Iterator[tuple[str, ...]]:
    """Yield the rows in the order of the criteria."""
    for category in assessment.criteria.categories:
        score = assessment.categories[category.code]
        yield (category.code, category.title.get(language), *_numbers(score), "", "")
        for item in category.items:
            texts = [
                "\n".join(one.text.get(language) for one in assessment.assessors_findings(item.id, kind))
                for kind in (FindingKind.STRENGTH, FindingKind.IMPROVEMENT)
            ]
            yield (item.code, item.title.get(language), *_numbers(assessment.result_of[item.id].score), *texts)
    yield ("", "总计" if language == "zh" else "total", *_numbers(assessment.total), "", "")


def _numbers(score: Score) -> tuple[str, ...]:
    percent = "" if score.percent is None else plain(score.percent)
    value = "" if score.value is None else plain(score.value)
    return (plain(score.maximum), percent, value, plain(score.low), plain(score.high), score.state.value)


def harmless(cell: str) -> str:
    """Keep a spreadsheet from taking a text for a formula."""
    return f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell
