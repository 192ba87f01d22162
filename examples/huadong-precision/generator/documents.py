"""Documents: texts with figures filled in, written as Word, PDF, Markdown or plain text."""

# ruff: noqa: DTZ001 - document properties carry no zone
from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from docx import Document
from docx.oxml.ns import qn
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

from generator.common import normalise_zip
from generator.images import IMAGES, draw_images

_PLACE = re.compile(r"\{\{([^}]+)\}\}")
_PDF_FONT = "STSong-Light"  # a standard Asian font of PDF readers: nothing is embedded, text stays searchable
Block = tuple[str, list[str]]


def fill(text: str, facts: dict[str, object]) -> str:
    """Replace {{KPI-C01/2025}}, {{KPI-C01/液压件/2025}} and {{other/…}} by the figures of the records."""

    def look_up(match: re.Match[str]) -> str:
        path = match[1].split("/")
        if path[0].startswith("KPI-"):
            path = ["yearly", path[0], path[1] if len(path) == 3 else "", path[-1]]
        value: object = facts
        for key in path:
            if not isinstance(value, dict):
                raise KeyError(match[1])
            value = value[key]
        return str(value)

    return _PLACE.sub(look_up, text)


def blocks(text: str) -> Iterator[Block]:
    """Cut a simple Markdown text into ('h1' | 'h2' | 'item' | 'table' | 'text', lines)."""
    table: list[str] = []
    for line in [*text.splitlines(), ""]:
        if line.startswith("|"):
            if not set(line) <= set("|-: "):
                table.append(line)
            continue
        if table:
            yield "table", table
            table = []
        if line.startswith("# "):
            yield "h1", [line[2:]]
        elif line.startswith("## "):
            yield "h2", [line[3:]]
        elif line.startswith("- "):
            yield "item", [line[2:]]
        elif line.strip():
            yield "text", [line]


def _cells(lines: list[str]) -> list[list[str]]:
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def write_docx(path: Path, text: str) -> None:
    """Write a Word file with fixed dates."""
    document = Document()
    document.core_properties.author = "华东精密（虚构）"
    document.core_properties.comments = "虚构示例文件 Fictional example"
    document.core_properties.created = dt.datetime(2026, 1, 5, 9)
    document.core_properties.modified = dt.datetime(2026, 1, 5, 9)
    normal = document.styles["Normal"]
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "宋体")
    for kind, lines in blocks(text):
        if kind == "table":
            cells = _cells(lines)
            table = document.add_table(rows=len(cells), cols=len(cells[0]), style="Table Grid")
            for row, values in zip(table.rows, cells, strict=True):
                for cell, value in zip(row.cells, values, strict=True):
                    cell.text = value
        elif kind == "h1":
            document.add_heading(lines[0], 0)
        elif kind == "h2":
            document.add_heading(lines[0], 1)
        else:
            document.add_paragraph(lines[0], style="List Bullet" if kind == "item" else None)
    document.save(str(path))
    normalise_zip(path)


def _flowables(text: str) -> Iterator[Flowable]:
    body = ParagraphStyle("body", fontName=_PDF_FONT, fontSize=10.5, leading=17, wordWrap="CJK", spaceAfter=4)
    head = ParagraphStyle("head", parent=body, fontSize=13, leading=20, spaceBefore=8)
    title = ParagraphStyle("title", parent=body, fontSize=17, leading=26, spaceAfter=8)
    for kind, lines in blocks(text):
        if kind == "table":
            grid = [("FONT", (0, 0), (-1, -1), _PDF_FONT, 9.5), ("GRID", (0, 0), (-1, -1), 0.4, "#888888")]
            yield Table(_cells(lines), style=grid, hAlign="LEFT")
            yield Spacer(1, 6)
        elif kind == "item":
            yield Paragraph("· " + lines[0], body)
        else:
            yield Paragraph(lines[0], {"h1": title, "h2": head}.get(kind, body))


def write_pdf(path: Path, text: str) -> None:
    """Write a PDF with fixed dates whose Chinese text can be extracted."""
    pdfmetrics.registerFont(UnicodeCIDFont(_PDF_FONT))
    title = next(lines[0] for kind, lines in blocks(text) if kind == "h1")
    document = SimpleDocTemplate(
        str(path), pagesize=A4, invariant=1, title=title, author="Huadong (fictional)", producer="example"
    )
    document.build(list(_flowables(text)))


def write_documents(texts: Path, out: Path, facts: dict[str, object], font: Path | None) -> None:
    """Write every document and the register; images are drawn with `font`, otherwise copied."""
    for source in sorted(path for path in texts.iterdir() if path.is_file()):
        text = fill(source.read_text(encoding="utf-8"), facts)
        if source.name.endswith(".docx.md"):
            write_docx(out / source.name.removesuffix(".md"), text)
        elif source.name.endswith(".pdf.md"):
            write_pdf(out / source.name.removesuffix(".md"), text)
        else:
            (out / source.name).write_text(text, encoding="utf-8", newline="\n")
    kept = texts.parents[1] / "documents"
    if font is not None:
        draw_images(out, font)
    elif kept.resolve() != out.resolve():
        for name in IMAGES:
            shutil.copyfile(kept / name, out / name)
