"""`zhuoyue diff A B`: compare two assessments."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from zhuoyue.cli.console import Console
from zhuoyue.errors import ExitCode


def arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Declare the command's arguments."""
    zh = language == "zh"
    parser.add_argument("before", type=Path, help="较早的项目或 assessment.json" if zh else "earlier project or file")
    parser.add_argument("after", type=Path, nargs="?", help="较晚的（省略则与上一次运行比较）" if zh else "later one")
    parser.add_argument("--json", action="store_true", help="JSON")


def run(args: argparse.Namespace, console: Console) -> ExitCode:
    """Print what changed; with one project given, since the run before."""
    from zhuoyue import store
    from zhuoyue.model.base import plain

    if args.after is None:
        before, after = args.before / store.PREVIOUS, args.before / store.ASSESSMENT
    else:
        before, after = (_document(path, store.ASSESSMENT) for path in (args.before, args.after))
    changes = store.diff(store.read(before), store.read(after))
    if args.json:
        rows = [
            asdict(change) | {"delta": str(change.delta) if change.delta is not None else None} for change in changes
        ]
        console.result(json.dumps(rows, ensure_ascii=False, indent=1))
        return ExitCode.OK
    for change in changes:
        delta = f"  ({'+' if change.delta > 0 else ''}{plain(change.delta)})" if change.delta is not None else ""
        console.result(f"{change.kind:<9} {change.subject:<24} {change.before} → {change.after}{delta}")
    if not changes:
        console.note("no difference", "没有差异")
    return ExitCode.OK


def _document(path: Path, name: str) -> Path:
    return path / name if path.is_dir() else path
