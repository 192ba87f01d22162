"""What is done to the filled document: its table of contents and its properties."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from datetime import datetime
from typing import Any

_LEVELS = {"Heading 1": 1, "Heading 2": 2}
_LONGEST = 255
"""Characters that a document property may have."""


def properties(document: Any, values: dict[str, Any], instant: datetime) -> None:
    """Set title, author and dates, which file lists and archives show."""
    core = document.core_properties
    moment = instant.replace(tzinfo=None)
    core.title = f"{values['organisation']} – {values['label']['report']}"[:_LONGEST]
    core.subject = values["status"][:_LONGEST]
    core.author = core.last_modified_by = "zhuoyue"
    core.language = "zh-CN" if values["language"] == "zh" else "en-GB"
    core.created = core.modified = moment
    core.revision = 1


def contents(document: Any) -> None:
    """Fill the table-of-contents field, if the template has one: entries that link, with their pages.

    A word processor lays out the pages, so the numbers are fields that it computes when it opens the document.
    """
    paragraphs = list(_field(document))
    if not paragraphs:
        return
    entries = list(_bookmarked(document))
    first = paragraphs[0]
    anchor = first
    for number, (level, text, bookmark) in enumerate(entries):
        paragraph = _entry(document, level, text, bookmark)
        if number == 0:
            for position, run in enumerate(_begin(first)):
                paragraph.insert(1 + position, run)
        anchor.addnext(paragraph)
        anchor = paragraph
    if entries:
        anchor.append(_character("end"))
        for paragraph in paragraphs:
            paragraph.getparent().remove(paragraph)


def _field(document: Any) -> Iterator[Any]:
    """Yield the paragraphs, from first to last, over which the table of contents reaches."""
    depth, inside = 0, False
    for paragraph in document.element.body.iter(_name("p")):
        codes = "".join(node.text or "" for node in paragraph.iter(_name("instrText")))
        if not inside and codes.strip().upper().startswith("TOC"):
            inside = True
        if inside:
            yield paragraph
            for mark in paragraph.iter(_name("fldChar")):
                depth += {"begin": 1, "end": -1}.get(mark.get(_name("fldCharType")), 0)
            if depth <= 0:
                return


def _bookmarked(document: Any) -> Iterator[tuple[int, str, str]]:
    """Put a bookmark on each heading; yield level, text and bookmark."""
    number = 0
    for paragraph in document.paragraphs:
        level = _LEVELS.get(paragraph.style.name)
        if level is None or not paragraph.text.strip():
            continue
        number += 1
        name = f"_Toc{900_000_000 + number}"
        start, end = (
            _element("bookmarkStart", id=str(9000 + number), name=name),
            _element("bookmarkEnd", id=str(9000 + number)),
        )
        first = 1 if paragraph._p.pPr is not None else 0
        paragraph._p.insert(first, start)
        paragraph._p.append(end)
        yield level, paragraph.text.strip(), name


def _entry(document: Any, level: int, text: str, bookmark: str) -> Any:
    """Return a line of the table of contents."""
    paragraph = _element("p")
    style = next((one for one in document.styles if one.name.lower() == f"toc {level}"), None)
    layout = _element("pPr")
    if style is not None:
        layout.append(_element("pStyle", val=style.style_id))
    paragraph.append(layout)
    link = _element("hyperlink", anchor=bookmark, history="1")
    link.append(_run(_text(text)))
    link.append(_run(_element("tab")))
    link.append(_character("begin"))
    code = _element("instrText")
    code.text = f" PAGEREF {bookmark} \\h "
    link.append(_run(code))
    link.append(_character("separate"))
    link.append(_run(_text("–")))
    link.append(_character("end"))
    paragraph.append(link)
    return paragraph


def _begin(paragraph: Any) -> list[Any]:
    """Return copies of the runs that begin the field: mark, code, separator."""
    runs = []
    for run in paragraph.iter(_name("r")):
        runs.append(deepcopy(run))
        if any(mark.get(_name("fldCharType")) == "separate" for mark in run.iter(_name("fldChar"))):
            break
    return runs


def _name(tag: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(f"w:{tag}"))


def _element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement

    element = OxmlElement(f"w:{tag}")
    for key, value in attributes.items():
        element.set(_name(key), value)
    return element


def _run(child: Any) -> Any:
    run = _element("r")
    run.append(child)
    return run


def _character(kind: str) -> Any:
    return _run(_element("fldChar", fldCharType=kind))


def _text(text: str) -> Any:
    element = _element("t")
    element.text = text
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return element
