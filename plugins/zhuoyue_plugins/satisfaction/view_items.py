"""Question by question: means, top-2-box, zones of the expectation interval, weak spots."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhuoyue import Assessment, Exhibit, Text
from zhuoyue.charts import StackRow, stacked
from zhuoyue_plugins.satisfaction.findings import Row, value, word
from zhuoyue_plugins.satisfaction.found import (
    Found,
    Picture,
    each,
    interval,
    last_period,
    of_period,
    periods,
    surveys,
    whole,
)
from zhuoyue_plugins.satisfaction.item_tables import ASKED, STATED, ZONES


@dataclass(frozen=True)
class Line:
    """One question in the last period."""

    row: Row
    change: Decimal | None
    """Change of the mean since the period before."""
    top: tuple[str, str] | None
    """Interval of the top-2-box."""
    flag: Text | None
    """What the path model finds weak about it."""
    first: bool
    """Whether it is the first of its construct."""


@dataclass(frozen=True)
class Section:
    """What the page shows of one survey."""

    source: str
    title: Text
    period: str
    before: str
    lines: tuple[Line, ...]
    questions: Exhibit
    zones: Picture | None
    stated: str
    """Questions whose expectation limits the organisation set."""
    asked: str
    """Questions whose limits the respondents were asked for."""


def items(assessment: Assessment, language: str) -> Mapping[str, Any] | None:
    """Return what the page gets; None without questions."""
    sections = [_section(one, language) for one in each(surveys(assessment), "questions")]
    return {"sections": sections} if sections else None


def _section(found: Found, language: str) -> Section:
    questions = found.exhibits["questions"]
    shown = periods(questions, 2)
    period, before = shown[-1], shown[0] if len(shown) > 1 else ""
    return Section(
        source=found.source,
        title=found.title,
        period=period,
        before=before,
        lines=tuple(_lines(found, questions, period, before)),
        questions=questions,
        zones=_zones(found, language),
        stated=_limited(found, STATED, language),
        asked=_limited(found, ASKED, language),
    )


def _limited(found: Found, origin: Text, language: str) -> str:
    """Return the questions whose expectation limits have this origin."""
    exhibit = found.get("zones")
    rows = of_period(exhibit, last_period(exhibit)) if exhibit else []
    names = [word(row["question"], language) for row in rows if row["limits"] == origin]
    return {"zh": "、", "en": ", "}[language].join(names)


def _lines(found: Found, questions: Exhibit, period: str, before: str) -> list[Line]:
    earlier = {_key(row): value(row, "mean") for row in of_period(questions, before)}
    model = found.get("items")
    flags = {_key(row): row["flag"] for row in model.rows()} if model else {}
    lines: list[Line] = []
    construct = None
    for row in of_period(questions, period):
        mean, then, flag = value(row, "mean"), earlier.get(_key(row)), flags.get(_key(row))
        change = mean - then if mean is not None and then is not None else None
        lines.append(
            Line(
                row,
                change,
                interval(row, "top-two-low", "top-two-high"),
                flag if isinstance(flag, Text) else None,
                row["construct-id"] != construct,
            )
        )
        construct = row["construct-id"]
    return lines


def _key(row: Row) -> tuple[str, str]:
    return word(row["item"], "en") or word(row["item"], "zh"), word(row["construct-id"], "en")


def _zones(found: Found, language: str) -> Picture | None:
    exhibit = found.get("zones")
    if exhibit is None:
        return None
    rows = []
    for row in of_period(exhibit, last_period(exhibit)):
        lsl, usl = value(row, "lsl"), value(row, "usl")
        note = "" if lsl is None or usl is None else f"[{lsl.normalize():f}, {usl.normalize():f}]"
        amounts = tuple(value(row, key) or Decimal(0) for key in ZONES)
        rows.append(StackRow(word(row["question"], language), amounts, whole(value(row, "answers")), note=note))
    title = {"zh": "答案相对期望区间的分布", "en": "Answers against the expectation interval"}[language]
    parts = [text.get(language) for text in ZONES.values()]
    return Picture(stacked(title, rows, language, parts=parts, decimals=1, ordered=True), exhibit)
