"""`zhuoyue new-plugin`: write a plugin file to start from."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from zhuoyue.cli.console import Console
from zhuoyue.errors import ExitCode, Fault, InputError

TEMPLATE = '''"""{name}: a rule of our own. Listed in zhuoyue.toml under [plugins] local."""

from zhuoyue import Finding, Text


def assess_{theme}(item, dossier):
    """Called once for each item of the theme {theme}; return findings, suggestions or nothing."""
    for measure in dossier.measures:
        if measure.latest is None:
            continue
        text = Text(
            zh=f"{{measure.title.get('zh')}}：最近值 {{measure.latest.value}}",
            en=f"{{measure.title.get('en')}}: latest value {{measure.latest.value}}",
        )
        yield Finding(kind="strength", text=text, evidence=(measure.id,))
'''


def arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Declare the command's arguments."""
    zh = language == "zh"
    parser.add_argument("name", help="插件名，如 house_rules" if zh else "name, e.g. house_rules")
    themes = ("leadership", "strategy", "customers", "resources", "process", "measurement", "results")
    parser.add_argument("--theme", default="customers", choices=themes, help="主题" if zh else "theme it judges")
    parser.add_argument("--project", type=Path, default=Path(), help="项目文件夹" if zh else "project folder")


def run(args: argparse.Namespace, console: Console) -> ExitCode:
    """Write `plugins/NAME.py` and enter it in the config, whose comments and order stay as they are."""
    from zhuoyue.config import CONFIG_NAME

    if not re.fullmatch(r"[a-z][a-z0-9_]*", args.name):
        raise InputError(Fault(f"{args.name!r}: use lower-case letters, digits, _", "请使用小写字母、数字和下划线"))
    path: Path = args.project / "plugins" / f"{args.name}.py"
    if path.exists():
        raise InputError(Fault("exists already", "已存在", str(path)))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(TEMPLATE.format(name=args.name, theme=args.theme), encoding="utf-8")
    entry = f"plugins/{args.name}.py"
    if _enter(args.project / CONFIG_NAME, entry):
        console.note(f"entered in {CONFIG_NAME}: {entry}", f"已写入 {CONFIG_NAME}：{entry}")
    else:
        line = f'[plugins]\nlocal = ["{entry}"]'
        console.note(f"put into {CONFIG_NAME}:\n{line}", f"请写入 {CONFIG_NAME}：\n{line}")
    console.result(str(path))
    return ExitCode.OK


def _enter(config: Path, entry: str) -> bool:
    """Add a local plugin to a config; tell whether there is one that could be changed."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    from zhuoyue.atomic import write_text

    try:
        document = tomlkit.parse(config.read_text("utf-8"))
        table = document.setdefault("plugins", tomlkit.table())
        local = table.setdefault("local", tomlkit.array())
        if entry not in local:
            local.append(entry)
    except (OSError, UnicodeDecodeError, TOMLKitError, AttributeError):  # not there, or wrong in another way
        return False
    write_text(config, tomlkit.dumps(document))
    return True
