"""`zhuoyue verify`: check that nothing accepted was changed since."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from zhuoyue.cli.console import Console
from zhuoyue.cli.options import project_option
from zhuoyue.errors import ExitCode

if TYPE_CHECKING:
    from zhuoyue.ledger import Entry
    from zhuoyue.verify import Verification

_KINDS = {
    "submitted": ("submitted", "提交"),
    "opened": ("opened", "解封"),
    "imported": ("imported", "导入"),
    "consensus": ("consensus", "合议"),
    "site_visit": ("site visit", "现场评审"),
    "sign_off": ("sign-off", "签署"),
    "closed": ("cycle closed", "结束本轮"),
    "cycle": ("new cycle", "新一轮"),
}
"""Kind of an entry ▸ its name in English and Chinese."""


def arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Declare the command's arguments."""
    project_option(parser, language)
    parser.add_argument("--json", action="store_true", help="JSON")
    parser.add_argument("--no-cache", action="store_true", help="重新读取所有来源" if language == "zh" else "read anew")


def run(args: argparse.Namespace, console: Console) -> ExitCode:
    """Verify, and print the entries, the head hash and every finding."""
    from zhuoyue.project import open_project
    from zhuoyue.verify import verify

    found = verify(open_project(args.project), use_cache=not args.no_cache)
    if args.json:
        console.result(json.dumps(_data(found), ensure_ascii=False, indent=1))
    else:
        _print(found, console)
    return ExitCode.GATE if found.findings else ExitCode.OK


def _print(found: Verification, console: Console) -> None:
    from zhuoyue.sign_off import TITLES

    entries = found.ledger.entries
    for one in entries:
        kind, what = console.say(*_KINDS.get(one.kind, (one.kind, one.kind))), _what(one, console)
        console.result(f"{one.number:>4}  {one.at:%Y-%m-%d %H:%M:%SZ}  {kind}  {one.by}  {what}  {one.hash[:12]}")
    for signature in found.signatures:
        title = TITLES[signature.level].get(console.language)
        state = console.say("valid", "有效") if signature.valid else console.say("stale", "已失效")
        console.result(f"{title}  {signature.by}  {signature.at:%Y-%m-%d}  {state}")
    for fault in found.findings:
        console.result(console.say("finding: ", "问题：") + fault.text(console.language))
    if entries:
        console.result(console.say(f"head {found.ledger.head}", f"链尾哈希 {found.ledger.head}"))
        console.note(
            "write the head hash into the minutes: whoever can write this folder can rewrite the chain, but not them",
            "请将链尾哈希写入会议纪要：能改写本文件夹的人可以重写整条链，但改不了纪要",
        )
    for note in found.notes:
        console.note(note.text("en"), note.text("zh"))
    findings = len(found.findings)
    console.note(
        f"entries: {len(entries)}, the chain holds; findings: {findings}",
        f"共 {len(entries)} 条记录，链条完整；问题：{findings}",
    )


def _what(entry: Entry, console: Console) -> str:
    """Return in a few words what an entry is about."""
    from zhuoyue.sign_off import TITLES

    data = entry.data
    code = str(data.get("item", "")).rpartition(":")[2]
    if code:
        return f"{code} " + (console.say("n/a", "不适用") if data.get("not_applicable") else f"{data.get('percent')} %")
    titles = {level.value: title.get(console.language) for level, title in TITLES.items()}
    if data.get("level"):
        return titles.get(str(data["level"]), str(data["level"]))
    for key in ("assessor", "name", "file"):
        if data.get(key):
            return str(data[key])
    return ""


def _data(found: Verification) -> dict[str, Any]:
    return {
        "head": found.ledger.head,
        "entries": [
            {"number": one.number, "at": one.at.isoformat(), "kind": one.kind, "by": one.by, "hash": one.hash}
            for one in found.ledger.entries
        ],
        "torn": len(found.ledger.torn),
        "sign_offs": [one.model_dump(mode="json") for one in found.signatures],
        "findings": [{"where": one.where, "en": one.en, "zh": one.zh} for one in found.findings],
        "notes": [{"where": one.where, "en": one.en, "zh": one.zh} for one in found.notes],
    }
