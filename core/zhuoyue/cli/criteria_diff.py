"""`zhuoyue criteria diff A B`: what differs between two models, or between a published one and the project's."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from zhuoyue.cli.console import Console
from zhuoyue.errors import ExitCode

if TYPE_CHECKING:
    from zhuoyue.cli.criteria_models import Models
    from zhuoyue.interchange.comparison import Comparison, Difference
    from zhuoyue.model.criteria import Criteria
    from zhuoyue.model.crosswalk import Crosswalk

_LONGEST = 40


def arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Declare the arguments."""
    zh = language == "zh"
    first = (
        "准则或文件；省略则为项目所用准则的公布版" if zh else "criteria or file; default: the project's, as published"
    )
    second = "准则或文件；省略则为项目调整后的准则" if zh else "criteria or file; default: the project's, as tailored"
    parser.add_argument("before", nargs="?", help=first)
    parser.add_argument("after", nargs="?", help=second)
    parser.add_argument("--json", action="store_true", help="JSON")


def run(args: argparse.Namespace, console: Console) -> ExitCode:
    """Print the differences, dropped and added items first; the exit code is 0 whether or not there are any."""
    from zhuoyue.cli.criteria_models import models
    from zhuoyue.interchange.comparison import compare

    known = models(args.project)
    after = known.find(args.after).criteria if args.after else known.tailored()
    before = known.find(args.before or known.chosen).criteria
    found = compare(before, after, _crosswalk(known, before, after))
    if args.json:
        console.result(json.dumps(_data(found), ensure_ascii=False, indent=1))
        return ExitCode.OK
    if found.by != "code":
        console.note(f"items are compared by way of the crosswalk {found.by}", f"条款按对应关系 {found.by} 比较")
    for line in _lines(found, console):
        console.result(line)
    if not found.differences:
        console.note("no difference", "没有差异")
    return ExitCode.OK


def _crosswalk(known: Models, before: Criteria, after: Criteria) -> Crosswalk | None:
    """Return what leads from one model to the other: a crosswalk, one turned round, or two that meet in a third."""
    from zhuoyue.crosswalk import find_way

    if before.id == after.id:
        return None
    criteria = {name: one.criteria for name, one in known.files.items()}
    way = find_way(known.crosswalks.values(), criteria, before.id, after.id)
    return way.crosswalk if way else None


def _data(found: Comparison) -> dict[str, object]:
    def words(one: Difference) -> dict[str, object]:
        texts = {"title": one.title, "before": one.before, "after": one.after}
        return {"kind": one.kind, "code": one.code} | {
            name: text.model_dump(exclude_defaults=True) if text else None for name, text in texts.items()
        }

    return {"by": found.by, "differences": [words(one) for one in found.differences]}


def _lines(found: Comparison, console: Console) -> Iterator[str]:
    from zhuoyue.interchange.comparison import KINDS

    kind = ""
    for one in found.differences:
        if one.kind != kind:
            kind = one.kind
            yield console.say(*KINDS[kind])
        yield f"  {_line(one, console)}"


def _line(one: Difference, console: Console) -> str:
    title = one.title.get(console.language) if one.title else ""
    ends = [_short(text.get(console.language)) if text else "–" for text in (one.before, one.after)]
    if one.kind in {"dropped", "added"}:
        moved = ends[one.kind == "added"]
    elif one.kind == "text":
        moved = console.say("another text", "文字不同")
    elif one.kind == "topics" and ends[0] == ends[1]:
        moved = console.say(f"{ends[0]}, other words", f"{ends[0]} 个，文字不同")
    else:
        moved = f"{ends[0]} → {ends[1]}"
    return "  ".join(part for part in (f"{one.code:<7}", title, moved) if part)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
