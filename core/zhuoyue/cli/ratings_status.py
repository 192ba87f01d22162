"""`zhuoyue ratings status`: who has answered, who has not."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from zhuoyue.cli.console import Console
from zhuoyue.errors import ExitCode

if TYPE_CHECKING:
    from zhuoyue.project import Project
    from zhuoyue.round import Standing

_NAMES = {
    "missing": ("no sheet", "无评分表"),
    "open": ("open", "填写中"),
    "submitted": ("submitted", "已提交"),
    "changed": ("changed since submitted", "提交后有改动"),
    "sealed": ("sealed", "已封存"),
    "left": ("sealed, a plain sheet left over", "已封存，但有明文残留"),
}


def arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Declare the arguments."""
    zh = language == "zh"
    parser.add_argument("--json", action="store_true", help="JSON")
    parser.add_argument(
        "--gate", action="store_true", help="有人未答完时返回 1" if zh else "return 1 while anyone has items to answer"
    )


def run(args: argparse.Namespace, console: Console) -> ExitCode:
    """Print how far each assessor is."""
    from zhuoyue.project import open_project
    from zhuoyue.round import standings

    project = open_project(args.project)
    found, unsettled = standings(project), _open(project)
    if args.json:
        own = ({"open": codes} if (codes := unsettled.get(one.assessor)) else {} for one in found)
        rows = [_data(one) | more for one, more in zip(found, own, strict=True)]
        console.result(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for one in found:
            _print(one, unsettled.get(one.assessor, []), console)
    late = sum(bool(one.missing) for one in found)
    console.note(
        f"assessors: {len(found)}, with items to answer: {late}",
        f"共 {len(found)} 位评审员，其中 {late} 位尚有未答条款",
    )
    return ExitCode.GATE if args.gate and (late or not found) else ExitCode.OK


def _open(project: Project) -> dict[str, list[str]]:
    """Return the codes of the items that an assessor has marked, but not so far that there is a result."""
    from zhuoyue.model.rating import Stage
    from zhuoyue.ratings import read

    found: dict[str, list[str]] = {}
    for one in read(project.root, project.config.ratings.files, project.criteria, project.schemes).ratings:
        if one.stage is Stage.INDEPENDENT and one.open:
            found.setdefault(one.assessor, []).append(project.criteria.by_id[one.item].code)
    return found


def _print(one: Standing, unsettled: list[str], console: Console) -> None:
    title = f" ({one.title.get(console.language)})" if one.title else ""
    state = console.say(*_NAMES[one.state])
    when = f" {one.submitted:%Y-%m-%d %H:%MZ}" if one.submitted else ""
    lacking = console.say(f"  missing: {' '.join(one.missing)}", f"  未答：{' '.join(one.missing)}")
    codes = " ".join(unsettled)
    open_ = console.say(f"  marks leave open: {codes}", f"  分项未定：{codes}") if unsettled else ""
    answered = f"{one.answered}/{len(one.assigned)}"
    console.result(f"{one.assessor}{title}  {answered}  {state}{when}{lacking if one.missing else ''}{open_}")


def _data(one: Standing) -> dict[str, Any]:
    return {
        "assessor": one.assessor,
        "title": one.title.model_dump() if one.title else None,
        "state": one.state.value,
        "assigned": len(one.assigned),
        "answered": one.answered,
        "missing": one.missing,
        "submitted": one.submitted.isoformat() if one.submitted else None,
    }
