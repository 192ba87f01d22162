"""`zhuoyue ratings import|status|seal|open`: rating sheets coming in, being sealed, being opened."""

from __future__ import annotations

import argparse
import importlib

from zhuoyue.cli.console import Console
from zhuoyue.cli.options import project_option
from zhuoyue.errors import ExitCode

SUBCOMMANDS: dict[str, tuple[str, str]] = {
    "import": ("take in scoring sheets that came back", "导入填好的评分表"),
    "status": ("who has answered, who has not", "查看谁已提交、谁还未提交"),
    "seal": ("hash a finished sheet, and encrypt it if keys are configured", "封存评分表：记录哈希，必要时加密"),
    "open": ("decrypt sealed sheets once the round closes", "评分结束后解开封存的评分表"),
}
"""Subcommand ▸ what it does in English and Chinese. The module is `ratings_<name>`."""


def arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Declare the subcommands' arguments."""
    chosen = parser.add_subparsers(dest="subcommand", required=True, metavar="|".join(SUBCOMMANDS))
    for name, texts in SUBCOMMANDS.items():
        text = texts[language == "zh"]
        own = chosen.add_parser(name, help=text, description=text)
        importlib.import_module(f"zhuoyue.cli.ratings_{name}").arguments(own, language)
        project_option(own, language)
        for option in ("--quiet", "--debug"):
            own.add_argument(option, action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        own.add_argument("--lang", choices=("zh", "en"), default=argparse.SUPPRESS, help=argparse.SUPPRESS)


def run(args: argparse.Namespace, console: Console) -> ExitCode:
    """Run the subcommand."""
    module = importlib.import_module(f"zhuoyue.cli.ratings_{args.subcommand}")
    code: ExitCode = module.run(args, console)
    return code
