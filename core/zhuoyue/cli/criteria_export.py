"""`zhuoyue criteria export ID --to FORMAT`: a model as a file of another kind; nothing of it is lost."""

from __future__ import annotations

import argparse
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from zhuoyue.cli.console import Console
from zhuoyue.errors import ExitCode, Fault, InputError

if TYPE_CHECKING:
    from zhuoyue.criteria_file import CriteriaFile

FORMATS = {"toml": ".toml", "csv": ".csv", "xlsx": ".xlsx", "oscal": "-catalog.json", "schema": ""}
"""Formats, and how the names of their files end."""


def arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Declare the arguments."""
    zh = language == "zh"
    parser.add_argument(
        "id", nargs="?", help="准则或准则文件（schema 不需要）" if zh else "criteria or file; not for schema"
    )
    parser.add_argument("--to", required=True, choices=tuple(FORMATS), help="格式" if zh else "format")
    where = "输出文件；“-”为屏幕（xlsx 除外）" if zh else "file to write; - for the screen (not xlsx)"
    parser.add_argument("--output", type=Path, help=where)


def run(args: argparse.Namespace, console: Console) -> ExitCode:
    """Write the file and print its name."""
    from zhuoyue.atomic import write_bytes
    from zhuoyue.cli.criteria_models import models
    from zhuoyue.cli.criteria_output import target

    if args.to == "schema":
        from zhuoyue.interchange.schema import schema

        name, content = "criteria.schema.json", _json(schema())
    else:
        if args.id is None:
            raise InputError(
                Fault("name a model; `zhuoyue criteria` lists them", "请指定准则；`zhuoyue criteria` 列出全部")
            )
        file = models(args.project).shown(args.id)
        name = f"{file.criteria.id}{FORMATS[args.to]}"
        content = _content(file, args.to, console.language)
    if args.output == Path("-") and args.to != "xlsx":
        console.result(content.decode("utf-8-sig").rstrip("\n"))
        return ExitCode.OK
    path = target(args.output, name)
    write_bytes(path, content)
    console.result(str(path))
    return ExitCode.OK


def _content(file: CriteriaFile, wanted: str, language: str) -> bytes:
    from zhuoyue.interchange import oscal_writing, rows, table_files, toml_file

    if wanted == "toml":
        return toml_file.dumps(file).encode()
    if wanted == "oscal":
        return _json(oscal_writing.catalog_of(file, _instant(), language))
    table = rows.to_rows(file)
    return table_files.csv_text(table).encode("utf-8-sig") if wanted == "csv" else table_files.xlsx_bytes(table)


def _json(document: dict[str, object]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _instant() -> datetime:
    """Return when a catalog was written: SOURCE_DATE_EPOCH if it is set, so that it can be the same every time."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
