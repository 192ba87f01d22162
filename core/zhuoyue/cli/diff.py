"""`zhuoyue diff A B`: compare two assessments, or two cycles."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from zhuoyue.cli.console import Console
from zhuoyue.errors import ExitCode, Fault, InputError, did_you_mean

if TYPE_CHECKING:
    from zhuoyue.history import Filed
    from zhuoyue.model.assessment import Assessment
    from zhuoyue.model.cycle import CycleChange, CycleComparison
    from zhuoyue.project import Project

_WORDS = {
    "": ("–", "–"),
    "valid": ("valid", "有效"),
    "expired": ("expired", "已到期"),
    "other": ("another content", "内容已变"),
    "strength": ("strength", "优势"),
    "improvement": ("improvement", "改进机会"),
    "not_applicable": ("not applicable", "不适用"),
    "not_agreed": ("not agreed", "待合议"),
    "not_rated": ("not rated", "未评分"),
    "no_evidence": ("no evidence", "无证据"),
    "failed": ("failed", "评价失败"),
}


def arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Declare the command's arguments."""
    zh = language == "zh"
    before = "较早的一轮（如 2025）、项目或 assessment.json" if zh else "earlier cycle (2025), project or file"
    after = "较晚的（省略则与上一次运行、或与当前评价比较）" if zh else "later one; default: the present assessment"
    parser.add_argument("before", help=before)
    parser.add_argument("after", nargs="?", help=after)
    where = "各轮所在的项目（默认为当前文件夹）" if zh else "project of the cycles (default: this folder)"
    parser.add_argument("--project", type=Path, default=Path(), help=where)
    parser.add_argument("--json", action="store_true", help="JSON")


def run(args: argparse.Namespace, console: Console) -> ExitCode:
    """Print what changed: between cycles by name; else between documents; with one project, since the run before."""
    if not Path(args.before).exists() and not args.before.endswith(".json"):
        return _cycles(args, console)
    return _documents(args, console)


def _documents(args: argparse.Namespace, console: Console) -> ExitCode:
    from zhuoyue import store
    from zhuoyue.model.base import signed

    first = Path(args.before)
    if args.after is None:
        before, after = first / store.PREVIOUS, first / store.ASSESSMENT
    else:
        before, after = (_document(path, store.ASSESSMENT) for path in (first, Path(args.after)))
    changes = store.diff(store.read(before), store.read(after))
    if args.json:
        rows = [
            asdict(change) | {"delta": str(change.delta) if change.delta is not None else None} for change in changes
        ]
        console.result(json.dumps(rows, ensure_ascii=False, indent=1))
        return ExitCode.OK
    for change in changes:
        delta = f"  ({signed(change.delta)})" if change.delta is not None else ""
        console.result(f"{change.kind:<9} {change.subject:<24} {change.before} → {change.after}{delta}")
    if not changes:
        console.note("no difference", "没有差异")
    return ExitCode.OK


def _document(path: Path, name: str) -> Path:
    return path / name if path.is_dir() else path


def _cycles(args: argparse.Namespace, console: Console) -> ExitCode:
    from zhuoyue import history
    from zhuoyue.project import open_project

    project = open_project(args.project)
    filed = history.filed(project.root, project.config.history)
    before = _closed(filed, args.before)
    after = _cycle(project, filed, args.after or "")
    crosswalk, _ = project.plugins.crosswalks.get(f"{before.criteria.id}>{after.criteria.id}", (None, None))
    found = history.compare(args.before, before, after, crosswalk)
    if args.json:
        console.result(json.dumps(found.model_dump(mode="json"), ensure_ascii=False, indent=1))
        return ExitCode.OK
    for line in _grouped(found, after, console):
        console.result(line)
    if not found.changes:
        console.note("no difference", "没有差异")
    return ExitCode.OK


def _closed(filed: tuple[Filed, ...], name: str) -> Assessment:
    """Return the assessment of a closed cycle; the present one lies before none."""
    from zhuoyue import store

    for one in filed:
        if one.manifest.name == name:
            one.content()
            return store.read(one.document)
    names = ", ".join(one.manifest.name for one in filed)
    en = f"no closed cycle {name!r}; " + (f"closed are: {names}" if names else "none is closed yet")
    zh = f"没有已结束的评价轮次 {name!r}；" + (f"已结束的有：{names}" if names else "尚无已结束的轮次")
    raise InputError(Fault(en, zh))


def _cycle(project: Project, filed: tuple[Filed, ...], name: str) -> Assessment:
    """Return the assessment of a closed cycle, or the present one: by no name, by the project, by its year."""
    from zhuoyue import store

    if any(one.manifest.name == name for one in filed):
        return _closed(filed, name)
    year = str(project.config.assessment.period.end.year)
    if name in {"", year}:
        return store.read(project.root / store.ASSESSMENT)
    if Path(name).exists():
        return store.read(_document(Path(name), store.ASSESSMENT))
    en, zh = did_you_mean(name, [*(one.manifest.name for one in filed), year])
    raise InputError(Fault(f"no cycle, project or file {name!r}{en}", f"没有名为 {name!r} 的评价轮次、项目或文件{zh}"))


def _grouped(found: CycleComparison, after: Assessment, console: Console) -> Iterator[str]:
    from zhuoyue.model.cycle import ChangeKind

    if found.other_criteria:
        console.note(
            "another edition: items are compared by way of the crosswalk, approximately (≈)",
            "版本不同：条款按对应关系比较，为近似值（≈）",
        )
    groups: dict[tuple[str, str], list[CycleChange]] = {}
    for change in found.changes:
        rank = "total" if change.noun == "total" else change.kind.value
        groups.setdefault((rank, change.noun), []).append(change)
    titles = {
        "total": ("Total", "总分"),
        ChangeKind.NEW: ("New", "新增"),
        ChangeKind.FIXED: ("No longer found", "不再提出"),
        ChangeKind.RISEN: ("Risen", "上升"),
        ChangeKind.FALLEN: ("Fallen", "下降"),
        ChangeKind.CHANGED: ("Changed otherwise", "其他变化"),
    }
    nouns = {
        "total": ("", ""),
        "category": ("categories", "类目"),
        "item": ("items", "条款"),
        "finding": ("findings", "发现"),
        "measure": ("measures (better is risen)", "指标（变好计为上升）"),
        "evidence": ("evidence", "证据"),
    }
    blank = ""
    for rank, title in titles.items():
        for noun, name in nouns.items():
            rows = groups.get((rank, noun), [])
            if rows:
                words = " · ".join(one for one in (console.say(*title), console.say(*name)) if one)
                yield f"{blank}{words}" + (f" ({len(rows)})" if noun != "total" else "")
                yield from (line for row in rows for line in _lines(row, after, console))
                blank = "\n"


def _lines(change: CycleChange, after: Assessment, console: Console) -> Iterator[str]:
    from zhuoyue.model.base import signed

    code = _code(change, after)
    title = change.title.get(console.language)
    moved = "" if change.noun == "finding" else f"  {_word(change.before, console)} → {_word(change.after, console)}"
    kind = f" [{_word(change.after or change.before, console)}]" if change.noun == "finding" else ""
    delta = f"  ({signed(change.delta)})" if change.delta else ""
    yield "  " + " ".join(one for one in (code, title) if one) + kind + moved + delta
    if change.why:
        yield f"    {console.say('since then:', '此后：')}"
        yield from (f"    - {one.get(console.language)}" for one in change.why)


def _code(change: CycleChange, after: Assessment) -> str:
    known = after.criteria.by_id
    if change.noun == "item":
        return known[change.subject].code
    if change.noun == "finding":
        return " ".join(known[one].code for one in change.items if one in known)
    return "" if change.noun == "total" else change.subject


def _word(text: str, console: Console) -> str:
    return console.say(*_WORDS[text]) if text in _WORDS else text
