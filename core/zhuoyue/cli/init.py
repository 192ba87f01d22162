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
    copy_project("starter", args.folder)
    console.note(f"next: cd {args.folder} && zhuoyue run", f"下一步：cd {args.folder} && zhuoyue run")
    console.result(str(args.folder))
    return ExitCode.OK


def copy_project(name: str, folder: Path) -> None:
    """Copy a project that comes with us into a new or empty folder.

    Raises:
        InputError: the folder holds something.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(Fault("exists and is not empty", "已存在且不为空", str(folder)))
    with as_file(files("zhuoyue") / name) as source:
        shutil.copytree(source, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
