"""Points that are missing or do not add up, and codes that occur twice."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from zhuoyue.criteria_file.working import Path, Working, called, line_of
from zhuoyue.errors import short
from zhuoyue.model.base import plain


def check_sums(work: Working) -> None:
    """Tell of codes that occur twice and of points that do not make the total."""
    _twice(work, work.categories, "category", "类目")
    _twice(work, work.items, "item", "条款")
    for path, item in work.items:
        _topics_twice(work, item, path)
    sound = _numbers(work)
    total = _number(work.data.get("total"))
    if total is not None:
        _missing(work)
        if sound:
            _adds_up(work, total)
        _sums_up(work)
    elif work.data.get("total") is None:
        _needs_total(work)


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _numbers(work: Working) -> bool:
    """Tell of points and totals that are no numbers, and put one in their place; return whether all were."""
    sound = True
    tables = [((), work.data, "total"), *((path, item, "points") for path, item in work.items)]
    for path, table, key in tables:
        value = table.get(key)
        if value is None or _number(value) is not None:
            continue
        figure = re.match(r"\s*(\d+(?:\.\d+)?)", str(value))
        en, zh = (f"; write {figure[1]}", f"；请写 {figure[1]}") if figure else ("", "")
        said = short(str(value))
        work.fault((*path, key), f"{said!r} is no number{en}", f"{said!r} 不是数字{zh}")
        table[key], sound = 1, False
    return sound


def _twice(work: Working, tables: Iterable[tuple[Path, dict[str, Any]]], en: str, zh: str) -> None:
    seen: dict[str, Path] = {}
    for path, table in tables:
        code = table.get("code")
        if not isinstance(code, str):
            continue
        first = seen.setdefault(code, path)
        if first is not path:
            line = line_of(work.file.where((*first, "code")))
            at_en, at_zh = (f" (first in line {line})", f"（首次出现在第 {line} 行）") if line else ("", "")
            work.fault((*path, "code"), f"{en} code {code!r} occurs twice{at_en}", f"{zh}代码 {code!r} 重复{at_zh}")


def _topics_twice(work: Working, table: dict[str, Any], path: Path) -> None:
    topics = table.get("topics")
    seen: set[str] = set()
    for index, topic in enumerate(topics if isinstance(topics, list) else ()):
        if not isinstance(topic, dict):
            continue
        key = topic.get("key")
        if isinstance(key, str) and key in seen:
            place = (*path, "topics", index, "key")
            work.fault(place, f"topic key {key!r} occurs twice here", f"要点序号 {key!r} 在此重复")
        seen.add(str(key))
        _topics_twice(work, topic, (*path, "topics", index))


def _missing(work: Working) -> None:
    for path, item in work.items:
        if item.get("points") is None:
            code = called(item)
            work.fault(
                path,
                f"item {code} has no points, and the model has a total; write points = …",
                f"条款 {code} 没有分值，而本准则设有总分；请写 points = …",
            )


def _adds_up(work: Working, total: Decimal) -> None:
    """Tell by how much the points miss the total, and what each category brings."""
    sums: dict[str, Decimal] = {}
    for _, category in work.categories:
        items = category.get("items")
        points = (
            [_number(one.get("points")) for one in items if isinstance(one, dict)] if isinstance(items, list) else []
        )
        known = [one for one in points if one is not None]
        if not points or len(known) < len(points):
            return  # what is missing has been told
        sums[f"{called(category)}"] = sums.get(called(category), Decimal(0)) + sum(known, Decimal(0))
    found = sum(sums.values(), Decimal(0))
    if found == total:
        return
    gap = plain(abs(found - total))
    listed_en = ", ".join(f"{code}: {plain(points)}" for code, points in sums.items())
    listed_zh = "，".join(f"{code}：{plain(points)}" for code, points in sums.items())
    side_en, side_zh = ("too many", "多出") if found > total else ("too few", "缺少")
    work.fault(
        ("total",),
        f"the items' points add up to {plain(found)}, the total says {plain(total)}: {gap} {side_en}. "
        f"By category: {listed_en}",
        f"各条款分值合计为 {plain(found)}，总分为 {plain(total)}：{side_zh} {gap} 分。各类目合计：{listed_zh}",
    )


def _sums_up(work: Working) -> None:
    if work.data.get("roll_up") in {"mean", "lowest"}:
        work.fault(
            ("roll_up",),
            f"{work.data['roll_up']!r}: a model with a total adds its points up; leave roll_up out, or the total",
            f"{work.data['roll_up']!r}：设有总分的准则按合计汇总；请删去 roll_up 或 total",
        )


def _needs_total(work: Working) -> None:
    """Tell of a model with points but without their total, which was most likely forgotten."""
    if work.data.get("roll_up") == "sum":
        work.fault(
            ("roll_up",),
            'points can only be summed up in a model with a total; write total = …, or roll_up = "mean"',
            '只有设定总分的准则才能合计；请写 total = …，或改为 roll_up = "mean"',
        )
        return
    given = [number for _, item in work.items if (number := _number(item.get("points"))) is not None]
    if given and work.data.get("roll_up") is None:
        found = plain(sum(given, Decimal(0)))
        work.fault(
            (),
            f"items have points, but the model has no total; write total = {found}, or leave all points out",
            f"条款有分值，但准则没有总分；请写 total = {found}，或删去所有分值",
        )
