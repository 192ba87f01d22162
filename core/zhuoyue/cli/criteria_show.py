"""`zhuoyue criteria show ID`: one model as a tree, as the project has tailored it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from zhuoyue.cli.console import Console
from zhuoyue.errors import ExitCode

if TYPE_CHECKING:
    from zhuoyue.model.criteria import Category, Criteria, Departure, Item, ScoreBand


def arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Declare the arguments."""
    zh = language == "zh"
    parser.add_argument(
        "id", help="准则，如 gbt19580-2012，或准则文件" if zh else "criteria, e.g. gbt19580-2012, or a file"
    )
    parser.add_argument("--json", action="store_true", help="JSON")


def run(args: argparse.Namespace, console: Console) -> ExitCode:
    """Print the tree: points where the model has any, schemes where they differ, what is from memory."""
    from zhuoyue.cli.criteria_models import models

    criteria = models(args.project).shown(args.id).criteria
    if args.json:
        console.result(json.dumps(criteria.model_dump(mode="json"), ensure_ascii=False, indent=1))
    else:
        console.result("\n".join(_tree(criteria, console)))
    return ExitCode.OK


def _tree(criteria: Criteria, console: Console) -> Iterator[str]:
    from zhuoyue.model.base import plain

    total = () if criteria.total is None else (plain(criteria.total),)
    yield "  ".join((criteria.id, criteria.title.get(console.language), *total))
    for category in criteria.categories:
        yield from _category(criteria, category, console)
    yield from _bands(criteria.score_bands, console)
    yield from _departures(criteria.departures, console)
    if criteria.trademark:
        yield criteria.trademark.get(console.language)


def _category(criteria: Criteria, category: Category, console: Console) -> Iterator[str]:
    from zhuoyue.model.base import plain

    points = () if criteria.total is None else (plain(category.points),)
    scheme = (f"[{category.scheme}]",) if category.scheme not in {None, criteria.scheme} else ()
    yield "  ".join((f"{category.code:<6}", category.title.get(console.language), *points, *scheme))
    for item in category.items:
        yield _item(criteria, category, item, console)


def _item(criteria: Criteria, category: Category, item: Item, console: Console) -> str:
    from zhuoyue.model.base import plain

    points = () if criteria.total is None else (plain(item.points),)
    scheme = (f"[{item.scheme}]",) if item.scheme != (category.scheme or criteria.scheme) else ()
    theme = (f"({item.theme.value})",) if item.theme is not category.theme else ()
    words = (f"  {item.code:<6}", item.title.get(console.language), *points, item.kind.value, *scheme, *theme)
    return "  ".join(words) + ("" if item.verified else console.say("  (from memory)", "（凭记忆）"))


def _bands(bands: tuple[ScoreBand, ...], console: Console) -> Iterator[str]:
    from zhuoyue.model.base import plain

    if bands:
        yield console.say("Ranges of points:", "分数段：")
    for band in bands:
        kind = f"  {band.kind.value}" if band.kind else ""
        mark = "" if band.verified else console.say("  (from memory)", "（凭记忆）")
        ends = f"{plain(band.low)}–{plain(band.high)}"
        yield f"  {band.number}  {ends}  {band.title.get(console.language)}{kind}{mark}"


def _departures(departures: tuple[Departure, ...], console: Console) -> Iterator[str]:
    if departures:
        yield console.say("Departures from the published model:", "与公布的准则的差异：")
    words = {
        "added": ("added", "新增"),
        "dropped": ("dropped", "删除"),
        "points": ("points", "分值"),
        "scheme": ("scheme", "评分方案"),
        "total": ("total", "总分"),
    }
    for one in departures:
        title = one.title.get(console.language) if one.title else ""
        moved = f"{one.before} → {one.after}" if one.before and one.after else one.before or one.after
        said = " ".join(part for part in (one.item, title, console.say(*words[one.kind.value]), moved) if part)
        yield f"  {said}{console.say(': ', '：')}{one.reason.get(console.language)}"
