"""Exports that need the report layer: the print edition as one HTML file, and as PDF."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from zhuoyue.model.page import Exporter
from zhuoyue.model.text import Text

if TYPE_CHECKING:
    from pathlib import Path

    from zhuoyue.model.assessment import Assessment
    from zhuoyue.project import Project


def exporters(project: Project, engine: str | None = None) -> tuple[Exporter, ...]:
    """Return the core's own exporters.

    Args:
        project: its settings, templates and plugins' pages shape the print edition.
        engine: what makes the PDF; None for a browser if there is one, else WeasyPrint.
    """
    return (
        Exporter(
            "html",
            Text(zh="单文件网页版报告", en="the report as one HTML file"),
            ".html",
            partial(_html, project),
            "report",
        ),
        Exporter("pdf", Text(zh="PDF 报告", en="the report as PDF"), ".pdf", partial(_pdf, project, engine), "report"),
    )


def _html(project: Project, assessment: Assessment, path: Path, language: str) -> None:
    from zhuoyue.export.edition import print_edition

    path.write_text(print_edition(project, assessment, language), encoding="utf-8", newline="\n")


def _pdf(project: Project, engine: str | None, assessment: Assessment, path: Path, language: str) -> None:
    from zhuoyue.export.pdf import write_pdf

    write_pdf(project, assessment, path, language, engine)
