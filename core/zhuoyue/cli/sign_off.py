"""`zhuoyue sign-off`: sign the decisions, or show who has."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from zhuoyue.cli.console import Console
from zhuoyue.cli.options import project_option
from zhuoyue.errors import ExitCode, Fault, InputError

if TYPE_CHECKING:
    from zhuoyue.model.assessment import Assessment
    from zhuoyue.model.sign_off import SignOff
    from zhuoyue.project import Project


def arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Declare the command's arguments."""
    zh = language == "zh"
    project_option(parser, language)
    parser.add_argument(
        "--level",
        type=lambda word: word.replace("-", "_"),
        choices=("self_check", "review", "approval"),
        help="签署级别：自检、审核或批准；省略则显示签署情况" if zh else "what to sign; without it the state is shown",
    )
    parser.add_argument("--by", metavar="NAME", help="签署人" if zh else "who signs")
    parser.add_argument("--note", default="", metavar="TEXT", help="备注" if zh else "remark")
    parser.add_argument("--json", action="store_true", help="JSON")


def run(args: argparse.Namespace, console: Console) -> ExitCode:
    """Sign, or show the state."""
    from zhuoyue.project import open_project

    project = open_project(args.project)
    if args.level is None:
        _show(_state(project), args, console)
        return ExitCode.OK
    _sign(project, args, console)
    return ExitCode.OK


def _state(project: Project) -> tuple[SignOff, ...]:
    """Return the signatures for what assessment.json says."""
    from zhuoyue import ledger, sign_off, store

    decision = store.read(project.root / store.ASSESSMENT).decision
    return sign_off.signatures(ledger.load(project.root).of_cycle, decision)


def _show(signed: tuple[SignOff, ...], args: argparse.Namespace, console: Console) -> None:
    from zhuoyue.model.sign_off import SignOffLevel
    from zhuoyue.sign_off import TITLES

    valid = {one.level for one in signed if one.valid}
    if args.json:
        data = {"final": valid == set(SignOffLevel), "sign_offs": [one.model_dump(mode="json") for one in signed]}
        console.result(json.dumps(data, ensure_ascii=False, indent=1))
        return
    for level in SignOffLevel:
        title = console.say(TITLES[level].en, TITLES[level].zh)
        every = [one for one in signed if one.level is level]
        for one in every:
            state = console.say("valid", "有效") if one.valid else console.say("stale", "已失效")
            console.result("  ".join(filter(None, (title, one.by, f"{one.at:%Y-%m-%d}", state, one.note))))
        if level not in valid:
            console.result(f"{title}  " + console.say("not signed", "未签署"))
    final = valid == set(SignOffLevel)
    console.result(console.say("final", "正式") if final else console.say("draft", "草稿"))


def _sign(project: Project, args: argparse.Namespace, console: Console) -> None:
    """Assess anew, see that nothing speaks against it, and sign."""
    from zhuoyue import ledger, pipeline, sign_off, store, team
    from zhuoyue.model.sign_off import SignOffLevel

    path, by, level = project.root / store.ASSESSMENT, (args.by or "").strip(), SignOffLevel(args.level)
    with ledger.writing(project.root, "zhuoyue sign-off"):
        ledger.read(project.root)  # a broken chain shows before any source is read
        mended = team.recover(project.root, project.criteria, project.schemes)
        if mended:
            console.note(f"brought up to the ledger: {', '.join(mended)}", f"已按台账补齐：{'、'.join(mended)}")
        stored = store.read(path)
        with console.progress("assessing", "评价") as progress:
            fresh = pipeline.assess(project, progress=progress)
        # Not the assessment's own signatures: at the public tier they do not say who signed.
        signed = sign_off.signatures(ledger.load(project.root).of_cycle, fresh.decision)
        faults = [
            *_not_ready(stored, fresh),
            *sign_off.objections(signed, level, by, distinct=project.config.sign_off.distinct),
        ]
        if faults:
            raise InputError(*faults)
        data = {"level": level.value, "decision": fresh.decision, "note": args.note}
        entry = ledger.append(project.root, sign_off.KIND, by, data)
    signed = sign_off.signatures(ledger.load(project.root).of_cycle, fresh.decision)
    store.write(stored.model_copy(update={"sign_offs": sign_off.for_readers(signed, stored.visibility)}), path)
    if fresh.total and fresh.total.suggested:
        console.warn(
            f"{fresh.total.suggested} points rest on suggestions nobody has confirmed",
            f"其中 {fresh.total.suggested} 分来自未经确认的建议分",
        )
    _show(signed, args, console)
    console.note(f"entry {entry.number}, {entry.hash}", f"台账第 {entry.number} 条，{entry.hash}")


def _not_ready(stored: Assessment, fresh: Assessment) -> list[Fault]:
    """Return what keeps an assessment from being signed."""
    from zhuoyue import verify

    faults = []
    if not verify.agree(stored, fresh):
        faults.append(
            Fault(
                "is not what the records say now; run `zhuoyue assess` first, and read what you sign",
                "与现有记录不一致；请先运行 `zhuoyue assess`，并阅读所签署的内容",
                "assessment.json",
            )
        )
    open_items = [one.item.rpartition(":")[2] for one in fresh.results if one.score.low < one.score.high]
    if open_items:
        faults.append(
            Fault(
                f"the total has no value; not rated or not agreed: {', '.join(open_items)}",
                f"总分尚无结果；未评分或未合议的条款：{'、'.join(open_items)}",
                "assessment.json",
            )
        )
    return faults
