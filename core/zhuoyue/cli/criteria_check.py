"""`zhuoyue criteria check FILE`: is a criteria file right, and what does it hold?"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from zhuoyue.cli.console import Console
from zhuoyue.errors import ExitCode, Fault, InputError

if TYPE_CHECKING:
    from zhuoyue.model.criteria import Criteria


def arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Declare the arguments."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=".toml")


def run(args: argparse.Namespace, console: Console) -> ExitCode:
    """Print what each file holds; every fault of every file goes to stderr."""
    from zhuoyue.cli.criteria_models import models
    from zhuoyue.criteria_file import read_criteria

    schemes = models(args.project).schemes
    faults: list[Fault] = []
    for path in args.files:
        try:
            criteria = read_criteria(path, str(path), schemes).criteria
        except InputError as error:
            faults.extend(error.faults)
        else:
            console.result(f"{path}: {_summary(criteria, console)}")
    if faults:
        raise InputError(*faults)
    return ExitCode.OK


def _summary(criteria: Criteria, console: Console) -> str:
    from zhuoyue.model.base import plain

    items, categories = len(list(criteria.items)), len(criteria.categories)
    counted = f"{categories} {'category' if categories == 1 else 'categories'}"
    counted += f", {items} {'item' if items == 1 else 'items'}"
    total = criteria.total
    points_en = "no points" if total is None else f"{plain(total)} points"
    points_zh = "不设分值" if total is None else f"{plain(total)} 分"
    schemes = ", ".join(criteria.schemes)
    return console.say(
        f"{criteria.id}: {counted}, {points_en}, scored by {schemes}",
        f"{criteria.id}：{categories} 个类目，{items} 个条款，{points_zh}，评分方案 {schemes}",
    )
