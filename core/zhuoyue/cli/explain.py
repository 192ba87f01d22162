"""`zhuoyue explain ITEM`: show how an item's score came about."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from zhuoyue.cli.console import Console
from zhuoyue.errors import ExitCode

if TYPE_CHECKING:
    from zhuoyue.model.assessment import Assessment, ItemResult
    from zhuoyue.model.criteria import Item


_STATES = {
    "rated": "已评分",
    "suggested": "建议分，未确认",
    "partial": "部分未评分",
    "not_applicable": "不适用",
    "not_agreed": "未达成一致",
    "not_rated": "未评分",
    "no_evidence": "无证据",
    "failed": "判断失败",
}
"""Chinese words of the states; in English they say it themselves."""
_VERDICTS = {"good": "良好", "mixed": "参差", "poor": "不足", "unknown": "未知"}
"""Chinese words of what a reading says."""


def arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Declare the command's arguments."""
    zh = language == "zh"
    parser.add_argument("item", help="条款代码，如 4.3.3" if zh else "item code, e.g. 4.3.3")
    parser.add_argument("project", nargs="?", type=Path, default=Path(), help="项目" if zh else "project")
    parser.add_argument("--json", action="store_true", help="JSON")


def run(args: argparse.Namespace, console: Console) -> ExitCode:
    """Print the item's score, its steps, what plugins read from the data, and what it rests on."""
    from zhuoyue import store
    from zhuoyue.config import find_config

    path = args.project if args.project.suffix == ".json" else find_config(args.project).parent / store.ASSESSMENT
    assessment = store.read(path)
    if args.project.suffix != ".json":
        _same_model(args.project, assessment, console)
    item = assessment.item(args.item)
    result = assessment.result_of[item.id]
    if args.json:
        console.result(json.dumps(result.model_dump(mode="json"), ensure_ascii=False, indent=1))
    else:
        console.result("\n".join(_lines(assessment, item, result, console)))
    return ExitCode.OK


def _same_model(project: Path, assessment: Assessment, console: Console) -> None:
    """Warn where the config names another model since the assessment was made: codes mean other items there."""
    from zhuoyue.config import read_draft

    config = read_draft(project).config
    wanted = config.assessment.criteria if config else assessment.criteria.id
    if wanted != assessment.criteria.id:
        made = assessment.criteria.id
        console.warn(
            f"assessment.json is of {made}, the config now names {wanted}; `zhuoyue assess` brings it up to date",
            f"assessment.json 依据的是 {made}，而配置现为 {wanted}；请运行 `zhuoyue assess` 更新",
        )


def _lines(assessment: Assessment, item: Item, result: ItemResult, console: Console) -> Iterator[str]:
    from zhuoyue.model.base import plain
    from zhuoyue.model.scheme_data import Scale
    from zhuoyue.store import shown

    language = console.language
    score = result.score
    yield f"{item.id}  {item.title.get(language)}"
    figure = assessment.figure(item).get(language)
    state = console.say(score.state.value, _STATES[score.state])
    colon = console.say(": ", "：")
    if assessment.criteria.total is None:
        yield f"  {figure}  [{state}]"
    else:
        level = f"  {figure}" if assessment.scheme_of(item).scale is Scale.LEVEL else ""
        yield f"  {shown(score)} / {plain(item.points)}{level}  [{state}]"
    if not item.verified:
        if assessment.criteria.total is None:
            yield "  " + console.say("from memory, not checked", "凭记忆录入，未经核对")
        else:
            yield "  " + console.say("points from memory, not checked", "分值凭记忆，未经核对")
    for step in score.steps:
        yield f"  · {step.text.get(language)}{colon}{step.expression}"
    for suggestion in result.suggestions:
        for reading in suggestion.readings:
            about = f" {reading.measure}" if reading.measure else ""
            verdict = console.say(reading.verdict.value, _VERDICTS[reading.verdict])
            why = reading.reason.get(language)
            yield f"  {suggestion.source} {reading.dimension}{about}{colon}{verdict} – {why}"
        for reason in suggestion.reasons:
            yield f"  {suggestion.source}{colon}{reason.get(language)}"
    for problem in assessment.problems:
        if problem.item == item.id:
            yield f"  ! {problem.text.get(language)}"
    yield "  " + console.say("evidence", "证据") + f"{colon}{', '.join(result.evidence) or '–'}"
    yield "  " + console.say("measures", "指标") + f"{colon}{', '.join(result.measures) or '–'}"
    if result.exhibits:
        yield "  " + console.say("exhibits", "图表") + f"{colon}{', '.join(result.exhibits)}"
