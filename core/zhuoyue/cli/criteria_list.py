"""`zhuoyue criteria list`: the models there are."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from zhuoyue.cli.console import Console
from zhuoyue.errors import ExitCode

if TYPE_CHECKING:
    from zhuoyue.model.criteria import Criteria


def arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Declare the arguments."""
    parser.add_argument("--json", action="store_true", help="JSON")


def run(args: argparse.Namespace, console: Console) -> ExitCode:
    """Print one line for each model."""
    from zhuoyue.cli.criteria_models import models

    found = models(args.project)
    if args.json:
        rows = [_row(one.criteria, found.origins[name]) for name, one in found.files.items()]
        console.result(json.dumps(rows, ensure_ascii=False, indent=1))
        return ExitCode.OK
    width = max(map(len, found.files), default=0)
    for name, one in found.files.items():
        console.result(f"{name:<{width}}  {one.criteria.title.get(console.language)}  ({_size(one.criteria, console)})")
    return ExitCode.OK


def _size(criteria: Criteria, console: Console) -> str:
    from zhuoyue.model.base import plain

    items = len(list(criteria.items))
    points = (
        ""
        if criteria.total is None
        else console.say(f", {plain(criteria.total)} points", f"，{plain(criteria.total)} 分")
    )
    return (
        console.say(f"{items} items", f"{items} 个条款")
        + points
        + f"{console.say(', ', '，')}{', '.join(criteria.schemes)}"
    )


def _row(criteria: Criteria, origin: str) -> dict[str, object]:
    from zhuoyue.model.base import plain

    return {
        "id": criteria.id,
        "family": criteria.family,
        "edition": criteria.edition,
        "title": criteria.title.model_dump(exclude_defaults=True),
        "schemes": list(criteria.schemes),
        "total": None if criteria.total is None else plain(criteria.total),
        "categories": len(criteria.categories),
        "items": len(list(criteria.items)),
        "origin": origin,
    }
