"""Options that several commands share."""

from __future__ import annotations

import argparse
from pathlib import Path


def project_argument(parser: argparse.ArgumentParser, language: str) -> None:
    """Add the project folder or TOML file, by default the current folder."""
    help_text = (
        "项目文件夹或 zhuoyue.toml（默认为当前文件夹）" if language == "zh" else "project folder or zhuoyue.toml"
    )
    parser.add_argument("project", nargs="?", type=Path, default=Path(), help=help_text)


def project_option(parser: argparse.ArgumentParser, language: str) -> None:
    """Add `--project`, for commands whose arguments are something else."""
    help_text = (
        "项目文件夹或 zhuoyue.toml（默认为当前文件夹）" if language == "zh" else "project folder or zhuoyue.toml"
    )
    parser.add_argument("--project", type=Path, default=Path(), help=help_text)


def run_options(parser: argparse.ArgumentParser, language: str) -> None:
    """Add the options of everything that assesses."""
    zh = language == "zh"
    parser.add_argument("--no-cache", action="store_true", help="重新读取所有来源" if zh else "read every source anew")
    parser.add_argument(
        "--keep-going",
        action="store_true",
        help="将无效输入记录为问题并继续" if zh else "record invalid input as problems and go on",
    )
