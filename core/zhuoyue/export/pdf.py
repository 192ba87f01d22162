"""The report as PDF: the print edition, printed by a browser or by WeasyPrint, and looked over for missing glyphs."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from html import unescape
from pathlib import Path

from zhuoyue.errors import Fault, InputError
from zhuoyue.export import browser, glyphs
from zhuoyue.export.edition import Document
from zhuoyue.model.assessment import Assessment
from zhuoyue.project import Project

NO_ENGINE = Fault(
    "a PDF needs Chromium, Chrome or Edge (Debian: apt-get install chromium),"
    f" or WeasyPrint: pip install 'zhuoyue[pdf]'; {browser.VARIABLE} names a browser that is elsewhere",
    "生成 PDF 需要 Chromium、Chrome 或 Edge（Debian：apt-get install chromium），"
    f"或 WeasyPrint：pip install 'zhuoyue[pdf]'；浏览器在其他位置时用 {browser.VARIABLE} 指定",
    "--to pdf",
)
_SHOWN = 20
"""Characters that an error names."""
_SCRIPT = re.compile(r"<style>.*?</style>|<title>.*?</title>|<[^>]*>", re.DOTALL)


def write_pdf(project: Project, assessment: Assessment, path: Path, language: str, engine: str | None = None) -> None:
    """Write the report as PDF.

    Args:
        project: its settings, templates and plugins' pages.
        assessment: what to publish; holds nothing above its tier.
        path: where to.
        language: `zh` or `en`.
        engine: `chromium`, `weasyprint`, or None for the first that is there.

    Raises:
        InputError: there is no engine, it failed, or a font lacks characters of the text; no file is left behind.
    """
    program = browser.find() if engine != "weasyprint" else None
    if program is None and engine == "chromium":
        raise InputError(NO_ENGINE)
    if program is None and not _has_weasyprint():
        raise InputError(NO_ENGINE)
    document = Document(project, assessment, language)
    try:
        if program is not None:
            html = _with_browser(program, document, path)
        else:
            html = document.html({})
            _with_weasyprint(html, path)
        _refuse_boxes(path, html)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _with_browser(program: Path, document: Document, path: Path) -> str:
    """Print, learn on which page each chapter begins, print again with those numbers; return the HTML."""
    with tempfile.TemporaryDirectory(prefix="zhuoyue-print-") as folder:
        source = Path(folder) / "report.html"
        guess = {chapter.anchor: 888 for chapter in document.chapters}  # as wide as the numbers will be
        source.write_text(document.html(guess), encoding="utf-8")
        browser.print_to(program, source, path)
        html = document.html(_numbers(path))
        source.write_text(html, encoding="utf-8")
        path.unlink()
        browser.print_to(program, source, path)
    return html


def _numbers(path: Path) -> Mapping[str, int]:
    """Return the number of the page that each anchor stands on."""
    from pypdf import PdfReader

    reader = PdfReader(path)
    pages = {
        page.indirect_reference.idnum: number for number, page in enumerate(reader.pages, 1) if page.indirect_reference
    }
    numbers: dict[str, int] = {}
    for name, destination in reader.named_destinations.items():
        number = pages.get(getattr(destination.get("/Page"), "idnum", -1))
        if number is not None:
            numbers[name.removeprefix("/")] = number
    return numbers


def _has_weasyprint() -> bool:
    from importlib.util import find_spec

    return find_spec("weasyprint") is not None


def _with_weasyprint(html: str, path: Path) -> None:
    """Print with WeasyPrint, which may load nothing but what the file holds."""
    import logging

    try:
        import weasyprint
        from weasyprint.urls import URLFetcher
    except (ImportError, OSError) as error:  # its libraries may be missing where it is installed
        raise InputError(NO_ENGINE) from error
    log = logging.getLogger("weasyprint")
    level = log.level
    log.setLevel(logging.CRITICAL)  # it complains about each property that only browsers know
    try:
        fetcher = URLFetcher(allowed_protocols=("data",))
        weasyprint.HTML(string=html, url_fetcher=fetcher).write_pdf(path, pdf_tags=True)
    finally:
        log.setLevel(level)


def _refuse_boxes(path: Path, html: str) -> None:
    """Raise InputError if the PDF shows characters as boxes."""
    look = glyphs.look(path)
    if not look.boxes:
        return
    characters = [char for box in look.boxes for char in box.text]
    if any(not box.text for box in look.boxes):  # a browser does not always say what a box stands for
        characters += [char for char in _text(html) if char not in look.characters]
    named = list(dict.fromkeys(char for char in characters if char.isprintable() and not char.isspace()))
    shown = "".join(named[:_SHOWN]) + ("…" if len(named) > _SHOWN else "")
    fonts = ", ".join(sorted({box.font for box in look.boxes if box.font})[:4]) or "?"
    count, page = len(look.boxes), look.boxes[0].page
    raise InputError(
        Fault(
            f"no font has {shown!r} ({count} places, the first on page {page}; tried {fonts}): it would show as boxes."
            " Install a font that has it (Debian: apt-get install fonts-noto-cjk); nothing was written",
            f"没有字体包含“{shown}”（{count} 处，首次在第 {page} 页；已试 {fonts}），将显示为方框。"
            "请安装包含这些字符的字体（Debian：apt-get install fonts-noto-cjk）；未写出任何文件",
            "--to pdf",
        )
    )


def _text(html: str) -> str:
    return unescape(_SCRIPT.sub("", html))
