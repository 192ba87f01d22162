"""`zhuoyue plugins`: list plugins, their hooks and problems."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from zhuoyue.cli.console import Console
from zhuoyue.errors import ExitCode

if TYPE_CHECKING:
    from zhuoyue.plugins import Loaded, Plugins


def arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Declare the command's arguments."""
    help_text = "项目文件夹（默认为当前文件夹）" if language == "zh" else "project folder"
    parser.add_argument("project", nargs="?", type=Path, help=help_text)
    parser.add_argument("--json", action="store_true", help="JSON")


def run(args: argparse.Namespace, console: Console) -> ExitCode:
    """Print every plugin found; exit code 1 if one has a problem."""
    from zhuoyue.config import CONFIG_NAME
    from zhuoyue.project import open_plugins

    here = Path() if (Path() / CONFIG_NAME).is_file() else None
    plugins = open_plugins(args.project or here)
    offers = _offers(plugins)
    rows = [_row(plugin, offers.get(plugin.found.name, []), console.language) for plugin in plugins.loaded]
    if args.json:
        console.result(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for row in rows:
            console.result(_line(row, console))
    return ExitCode.GATE if any(row["problem"] for row in rows) else ExitCode.OK


def _offers(plugins: Plugins) -> dict[str, list[str]]:
    """Return what each plugin declares, as `kind name`."""
    offers: dict[str, list[str]] = {}
    for kind in ("criteria", "collectors", "schemes"):
        for name, (_, found) in getattr(plugins, kind).items():
            offers.setdefault(found.name, []).append(f"{kind.removesuffix('s') if kind != 'criteria' else kind} {name}")
    for name in plugins.settings:
        offers.setdefault(name, []).append(f"settings [{name}]")
    return offers


def _row(plugin: Loaded, offers: list[str], language: str) -> dict[str, object]:
    return {
        "name": plugin.found.name,
        "version": plugin.found.version,
        "origin": plugin.found.origin,
        "enabled": plugin.enabled,
        "hooks": list(plugin.hooks),
        "offers": offers,
        "problem": plugin.problem.text(language) if plugin.problem else None,
    }


def _line(row: dict[str, object], console: Console) -> str:
    state = console.say("enabled", "启用") if row["enabled"] else console.say("disabled", "停用")
    if row["problem"]:
        state = console.say("BROKEN", "故障")
    lines = [f"{row['name']:<12} {row['version']:<20} {state:<9} {row['origin']}"]
    hooks = row["hooks"]
    if isinstance(hooks, list) and hooks:
        lines.append("    " + ", ".join(hooks))
    offers = row["offers"]
    if isinstance(offers, list) and offers:
        lines.append("    " + ", ".join(offers))
    if row["problem"]:
        lines.append(f"    ! {row['problem']}")
    return "\n".join(lines)
