"""`zhuoyue criteria list|show|diff|new|check|export|import`: models of performance, one's own among them."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from zhuoyue.cli.console import Console
from zhuoyue.errors import ExitCode, nearest

SUBCOMMANDS: dict[str, tuple[str, str]] = {
    "list": ("list the models there are", "列出可用的评价准则"),
    "show": ("show one as a tree", "以树形显示其一"),
    "diff": (
        "compare two models, or a published one with the project's",
        "比较两个准则，或比较公布的准则与项目调整后的准则",
    ),
    "new": ("write a model of one's own to start from", "生成一个自有准则文件作为起点"),
    "check": ("check a criteria file", "检查准则文件"),
    "export": ("write a model as TOML, CSV, Excel or OSCAL", "将准则导出为 TOML、CSV、Excel 或 OSCAL"),
    "import": ("make a criteria file of a table or an OSCAL catalog", "由表格或 OSCAL 目录生成准则文件"),
}
"""Subcommand ▸ what it does in English and Chinese. The module is `criteria_<name>`."""
_LIKE = 0.8
_WITH_VALUE = {"--lang", "--project"}


class _Parser(argparse.ArgumentParser):
    """Understands `zhuoyue criteria` as `criteria list`, and `criteria ID` as `criteria show ID`."""

    def parse_known_args(self, args: Sequence[str] | None = None, namespace: Any = None) -> tuple[Any, list[str]]:  # type: ignore[override]
        """Put the word in that was left out."""
        words = list(args or ())
        place = _first(words)
        if place is None and not {"-h", "--help"} & set(words):
            words.insert(0, "list")
        elif place is not None and words[place] not in SUBCOMMANDS:
            meant = nearest(words[place], SUBCOMMANDS, cutoff=_LIKE)
            if meant and place + 1 < len(words):  # an id alone may look like anything
                self.error(f"no subcommand {words[place]!r} – did you mean {meant!r}?")
            words.insert(place, "show")
        return super().parse_known_args(_front(words), namespace)


def _first(words: Sequence[str]) -> int | None:
    """Return the place of the first word that is neither an option nor an option's value."""
    before = ""
    for place, word in enumerate(words):
        if not word.startswith("-") and before not in _WITH_VALUE:
            return place
        before = word
    return None


def _front(words: list[str]) -> list[str]:
    """Return the words with the subcommand first, so that options may stand before it."""
    place = _first(words)
    return words if place is None else [words[place], *words[:place], *words[place + 1 :]]


def arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Declare the subcommands' arguments."""
    zh = language == "zh"
    parser.__class__ = _Parser
    parser.epilog = "“criteria ID”即“criteria show ID”" if zh else "criteria ID is short for criteria show ID"
    chosen = parser.add_subparsers(
        dest="subcommand", metavar="|".join(SUBCOMMANDS), parser_class=argparse.ArgumentParser
    )
    for name, texts in SUBCOMMANDS.items():
        own = chosen.add_parser(name, help=texts[zh], description=texts[zh])
        importlib.import_module(f"zhuoyue.cli.criteria_{name}").arguments(own, language)
        where = (
            "项目文件夹（默认为当前文件夹，如其为项目）" if zh else "project folder; default: this one, if it is one"
        )
        own.add_argument("--project", type=Path, default=None, help=where)
        for option in ("--quiet", "--debug"):
            own.add_argument(option, action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        own.add_argument("--lang", choices=("zh", "en"), default=argparse.SUPPRESS, help=argparse.SUPPRESS)


def run(args: argparse.Namespace, console: Console) -> ExitCode:
    """Run the subcommand."""
    module = importlib.import_module(f"zhuoyue.cli.criteria_{args.subcommand}")
    code: ExitCode = module.run(args, console)
    return code
