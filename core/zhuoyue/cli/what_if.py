"""`zhuoyue what-if 4.3.3=65 …`: see the total if items had other percents."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from zhuoyue.cli.console import Console
from zhuoyue.cli.options import project_option
from zhuoyue.errors import ExitCode

if TYPE_CHECKING:
    from decimal import Decimal

    from zhuoyue.model.assessment import Assessment
    from zhuoyue.model.scheme_data import SchemeData
    from zhuoyue.model.score import Score
    from zhuoyue.what_if import Part, WhatIf


def arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Declare the command's arguments."""
    zh = language == "zh"
    parser.add_argument(
        "changes",
        nargs="*",
        metavar="条款=百分比" if zh else "CODE=PERCENT",
        help="例如 4.3.3=65，或在现值上增减：4.7.2=+10" if zh else "e.g. 4.3.3=65, or a step from now: 4.7.2=+10",
    )
    parser.add_argument(
        "--target", action="store_true", help="所有条款达到目标百分比" if zh else "all items at their targets"
    )
    parser.add_argument(
        "--actions",
        action="store_true",
        help="各条款达到未完成措施的预期百分比" if zh else "items at what open actions expect",
    )
    parser.add_argument("--json", action="store_true", help="JSON")
    project_option(parser, language)


def run(args: argparse.Namespace, console: Console) -> ExitCode:
    """Print items, categories and total, before and after. Changes named one by one prevail over `--target`."""
    from zhuoyue import store, what_if
    from zhuoyue.config import find_config

    path = args.project if args.project.suffix == ".json" else find_config(args.project).parent / store.ASSESSMENT
    assessment = store.read(path)
    percents: dict[str, Decimal] = {}
    for wanted, preset in ((args.target, what_if.at_targets), (args.actions, what_if.at_expectations)):
        for name, percent in preset(assessment).items() if wanted else ():
            percents[name] = max(percent, percents.get(name, percent))
    percents |= what_if.parse(args.changes, assessment)
    result = what_if.what_if(assessment, percents)
    if args.json:
        console.result(json.dumps(_data(result, assessment), ensure_ascii=False, indent=1))
        return ExitCode.OK
    if not percents:
        console.note("nothing is supposed; name items, e.g. 4.3.3=65", "未指定任何变化；请写出条款，例如 4.3.3=65")
    console.result("\n".join(_lines(result, assessment, console)))
    return ExitCode.OK


def _lines(result: WhatIf, assessment: Assessment, console: Console) -> Iterator[str]:
    """Yield a table: changed items, then categories, then the total."""
    for part in result.items:
        item = assessment.criteria.by_id[part.key]
        name = f"{item.code} {item.title.get(console.language)}"
        yield f"{_moved(part, assessment.scheme_of(item))}  {name}"
    if result.items:
        yield ""
    for part, category in zip(result.categories, assessment.criteria.categories, strict=True):
        yield f"{_moved(part)}  {category.code} {category.title.get(console.language)}"
    yield f"{_moved(result.total)}  " + console.say("total", "总分")


def _moved(part: Part, scheme: SchemeData | None = None) -> str:
    """Return before and after; with the scheme of an item its percents, or levels, too."""
    from zhuoyue.store import shown

    before, after = shown(part.before), shown(part.after)
    gain = _gain(part)
    share = f"{_percent(part.before, scheme):>4} → {_percent(part.after, scheme):>4}  " if scheme else " " * 13
    return f"{share}{before:>14} → {after:<14} {gain:>14}"


def _gain(part: Part) -> str:
    low, high = part.gain
    if not low and not high:
        return "–"
    from zhuoyue.model.base import signed

    return signed(low) if low == high else f"{signed(low)}…{signed(high)}"


def _percent(score: Score, scheme: SchemeData) -> str:
    from zhuoyue.model.base import plain
    from zhuoyue.model.scheme_data import Scale

    if score.percent is None:
        return "–"
    level = scheme.band(score.percent) if scheme.scale is Scale.LEVEL else None
    return level.label if level else plain(score.percent)


def _data(result: WhatIf, assessment: Assessment) -> dict[str, Any]:
    return {
        "criteria": assessment.criteria.id,
        "items": [_part(part, percents=True) for part in result.items],
        "categories": [_part(part) for part in result.categories],
        "total": _part(result.total),
    }


def _part(part: Part, *, percents: bool = False) -> dict[str, Any]:
    return {"key": part.key, "before": _score(part.before, percents), "after": _score(part.after, percents)}


def _score(score: Score, percents: bool) -> dict[str, str | None]:
    from zhuoyue.model.base import plain

    names = ("percent", "value", "low", "high", "maximum") if percents else ("value", "low", "high", "maximum")
    values: dict[str, Decimal | None] = {name: getattr(score, name) for name in names}
    return {name: None if value is None else plain(value) for name, value in values.items()}
