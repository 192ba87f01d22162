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

_ZH = {
    "submitted": "提交",
    "opened": "解封",
    "imported": "导入",
    "consensus": "合议",
    "site_visit": "现场评审",
    "sign_off": "签署",
    "closed": "结束本轮",
    "cycle": "新一轮",
}


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
        kind = console.say(one.kind, _ZH.get(one.kind, one.kind))
        console.result(f"{one.number:>4}  {one.at:%Y-%m-%d %H:%M:%SZ}  {kind}  {one.by}  {_what(one)}  {one.hash[:12]}")
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
    findings = len(found.findings)
    console.note(
        f"entries: {len(entries)}, the chain holds; findings: {findings}",
        f"共 {len(entries)} 条记录，链条完整；问题：{findings}",
    )


def _what(entry: Entry) -> str:
    """Return in a few words what an entry is about."""
    data = entry.data
    code = str(data.get("item", "")).rpartition(":")[2]
    if code:
        return f"{code} " + ("n/a" if data.get("not_applicable") else f"{data.get('percent')} %")
    for key in ("level", "assessor", "name", "file"):
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
    }
