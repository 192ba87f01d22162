"""`zhuoyue init`: make a small working project."""

from __future__ import annotations

import argparse
import shutil
from importlib.resources import as_file, files
from pathlib import Path

from zhuoyue.cli.console import Console
from zhuoyue.errors import ExitCode, Fault, InputError


def arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Declare the command's arguments."""
    zh = language == "zh"
    parser.add_argument("folder", type=Path, help="新文件夹" if zh else "new folder")


def run(args: argparse.Namespace, console: Console) -> ExitCode:
    """Copy the starter project into a new or empty folder."""
    folder: Path = args.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(Fault("exists and is not empty", "已存在且不为空", str(folder)))
    with as_file(files("zhuoyue") / "starter") as starter:
        shutil.copytree(starter, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    console.note(f"next: cd {folder} && zhuoyue run", f"下一步：cd {folder} && zhuoyue run")
    console.result(str(folder))
    return ExitCode.OK
