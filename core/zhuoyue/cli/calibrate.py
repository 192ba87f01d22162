"""`zhuoyue calibrate`: compare assessors with a case's reference scores; `--new FOLDER` writes the case."""

from __future__ import annotations

import argparse
import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from zhuoyue.cli.console import Console
from zhuoyue.cli.options import project_option
from zhuoyue.errors import ExitCode, Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhuoyue.calibration import Calibrated
    from zhuoyue.model.rating import Rating
    from zhuoyue.project import Project

REFERENCE = "reference.toml"
"""Reference scores of a case: a rating sheet, outside `ratings/` so that nobody meets it by chance."""


def arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Declare the command's arguments."""
    zh = language == "zh"
    project_option(parser, language)
    parser.add_argument(
        "--new", type=Path, metavar="FOLDER", help="在新文件夹中生成校准案例" if zh else "write the case to a folder"
    )
    parser.add_argument(
        "--reference",
        default=REFERENCE,
        help="参考分文件（默认 reference.toml）" if zh else "file of the reference scores",
    )
    parser.add_argument("--json", action="store_true", help="JSON")


def run(args: argparse.Namespace, console: Console) -> ExitCode:
    """Write the case, or print bias and scatter of each assessor."""
    if args.new is not None:
        from zhuoyue.cli.init import copy_project

        copy_project("case", args.new)
        items = " ".join(_codes(args.new / REFERENCE))
        console.note(
            f"next: zhuoyue worksheet --assessor NAME --items {items} --project {args.new}",
            f"下一步：zhuoyue worksheet --assessor 姓名 --items {items} --project {args.new}",
        )
        console.result(str(args.new))
        return ExitCode.OK
    from zhuoyue.calibration import calibrate
    from zhuoyue.project import open_project
    from zhuoyue.ratings import read

    project = open_project(args.project)
    reference = _reference(project, args.reference)
    known = {one.item: one.percent for one in reference if one.percent is not None}
    ratings = read(project.root, project.config.ratings.files, project.criteria, project.schemes)
    schemes = {item.id: project.scheme_of(item).data for item in project.criteria.items}
    found = calibrate([one for one in ratings.ratings if one.stage == "independent"], known, schemes)
    if args.json:
        console.result(json.dumps([_plain(one) for one in found], ensure_ascii=False, indent=1))
    else:
        _print(project, found, reference, console)
    return ExitCode.OK


def _codes(path: Path) -> list[str]:
    """Return the codes of the items that a case has reference scores for."""
    from zhuoyue.toml import read_toml

    return [str(row["item"]) for row in read_toml(path).data["ratings"]]


def _reference(project: Project, name: str) -> tuple[Rating, ...]:
    """Return the reference ratings; raises InputError when there are none."""
    from zhuoyue.ratings import read

    ratings = read(project.root, [name], project.criteria, project.schemes).ratings
    if not ratings:
        raise InputError(
            Fault(
                "holds no reference scores; `zhuoyue calibrate --new FOLDER` writes a case with them",
                "没有参考分；运行 `zhuoyue calibrate --new 文件夹` 可生成带参考分的校准案例",
                name,
            )
        )
    return ratings


def _print(project: Project, found: Sequence[Calibrated], reference: Sequence[Rating], console: Console) -> None:
    if not found:
        console.note("no assessor has handed in a sheet yet", "还没有评审员提交评分表")
        return
    reasons = {one.item: one.reason for one in reference}
    for one in found:
        console.result(_summary(one, console))
        for off in one.items:
            if off.bands == 0:
                continue
            item, reason = project.criteria.by_id[off.item], reasons[off.item]
            scheme, text = project.scheme_of(item).data, reason.get(console.language) if reason else ""
            given, known = (scheme.shown(one).get(console.language) for one in (off.percent, off.reference))
            line = f"{given} ({_shown(off.difference, signed=True)})"
            console.result(f"  {item.code}  {line}  {console.say('reference', '参考')} {known}: {text}")


def _summary(one: Calibrated, console: Console) -> str:
    """Return bias and scatter of an assessor, in points of percent and in levels, whichever there are."""
    rated, every = len(one.items), len(one.items) + len(one.missing)
    parts = []
    if one.bias is not None or one.level_bias is None:
        bias, scatter = _shown(one.bias, signed=True), _shown(one.scatter)
        parts.append(console.say(f"bias {bias}, scatter {scatter} points", f"偏差 {bias}，离散 {scatter} 个百分点"))
    if one.level_bias is not None:
        bias, scatter = _shown(one.level_bias, signed=True), _shown(one.level_scatter)
        parts.append(console.say(f"bias {bias}, scatter {scatter} levels", f"偏差 {bias}，离散 {scatter} 级"))
    same = ("band", "分数段") if one.level_bias is None else ("band or level", "分数段或等级")
    if one.bias is None and one.level_bias is not None:
        same = ("level", "等级")
    return console.say(
        f"{one.assessor}: {'; '.join(parts)}; {one.same_band} of {rated} in the same {same[0]}"
        f" ({rated} of {every} items)",
        f"{one.assessor}：{'；'.join(parts)}；{rated} 个条款中 {one.same_band} 个在同一{same[1]}（共 {every} 个条款）",
    )


def _shown(value: Decimal | None, *, signed: bool = False) -> str:
    from zhuoyue.model.base import plain

    if value is None:
        return "–"
    return ("+" if signed and value > 0 else "") + plain(value).replace("-", "\u2212")


def _plain(one: Calibrated) -> dict[str, object]:
    levels: dict[str, object] = {}
    if one.level_bias is not None:
        scatter = one.level_scatter
        levels = {"level_bias": str(one.level_bias), "level_scatter": None if scatter is None else str(scatter)}
    return {
        "assessor": one.assessor,
        "bias": str(one.bias) if one.bias is not None else None,
        "scatter": str(one.scatter) if one.scatter is not None else None,
        **levels,
        "same_band": one.same_band,
        "missing": list(one.missing),
        "items": [
            {"item": off.item, "levels": off.levels}
            if off.levels is not None
            else {"item": off.item, "percent": str(off.percent), "reference": str(off.reference), "bands": off.bands}
            for off in one.items
        ],
    }
