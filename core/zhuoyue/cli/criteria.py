"""`zhuoyue criteria`: list criteria, or show one as a tree."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from zhuoyue.cli.console import Console
from zhuoyue.errors import ExitCode, Fault, InputError, did_you_mean

if TYPE_CHECKING:
    from zhuoyue.model.criteria import Criteria


def arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Declare the command's arguments."""
    zh = language == "zh"
    parser.add_argument("id", nargs="?", help="准则，如 gbt19580-2012" if zh else "criteria, e.g. gbt19580-2012")
    parser.add_argument("--project", type=Path, help="项目文件夹" if zh else "project folder")
    parser.add_argument("--json", action="store_true", help="JSON")


def run(args: argparse.Namespace, console: Console) -> ExitCode:
    """Print the list, or one tree with points."""
    from zhuoyue.project import open_plugins

    known = {name: one for name, (one, _) in open_plugins(args.project).criteria.items()}
    if args.id is None:
        for criteria in known.values():
            console.result(f"{criteria.id:<20} {criteria.title.get(console.language)}")
        return ExitCode.OK
    if args.id not in known:
        en, zh = did_you_mean(args.id, known)
        raise InputError(Fault(f"no criteria {args.id!r}{en}", f"没有准则 {args.id!r}{zh}"))
    chosen = known[args.id]
    if args.json:
        console.result(json.dumps(chosen.model_dump(mode="json"), ensure_ascii=False, indent=1))
    else:
        console.result("\n".join(_tree(chosen, console)))
    return ExitCode.OK


def _tree(criteria: Criteria, console: Console) -> Iterator[str]:
    from zhuoyue.model.base import plain

    memory = console.say("  (from memory)", "（凭记忆）")
    yield f"{criteria.id}  {criteria.title.get(console.language)}  {plain(criteria.total)}"
    for category in criteria.categories:
        yield f"{category.code:<7} {category.title.get(console.language)}  {plain(category.points)}"
        for item in category.items:
            mark = "" if item.verified else memory
            yield f"  {item.code:<7} {item.title.get(console.language)}  {plain(item.points)}  {item.kind.value}{mark}"
