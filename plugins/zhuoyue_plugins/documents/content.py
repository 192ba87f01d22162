"""What a file itself says: title, day and searchable text."""

from __future__ import annotations

import logging
import re
import unicodedata
import warnings
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from zhuoyue import Fault
from zhuoyue_plugins.documents import front_matter
from zhuoyue_plugins.documents.decoding import decode

if TYPE_CHECKING:
    from docx.document import Document as DocxDocument

_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(\S.*)$", re.MULTILINE)
_DROPPED = {"Cc": " ", "Co": " ", "Cn": " ", "Cf": ""}
"""What stands for characters that show nothing, by category: controls part words, soft hyphens do not."""
_EMPTY_TITLES = {"word document", "untitled", "无标题", "document", "(anonymous)"}
_UNPACKED = 200_000_000
"""A docx that unpacks to more than this is taken for a trap and not opened."""
_PAGES = 200
"""Pages of a pdf searched for text."""


@dataclass(frozen=True)
class Content:
    """What was found in a file."""

    title: str = ""
    day: date | None = None
    text: str = ""
    front: str | None = None
    fault: Fault | None = None


def fold(text: str, limit: int) -> str:
    """Fold white space, drop what cannot be printed or stored, and cut to `limit` characters."""
    # Four times the limit is enough to fold, and keeps a megabyte of blanks from being walked through.
    clean = text[: 4 * limit + 1000].encode("utf-8", "ignore").decode()
    clean = "".join(_DROPPED.get(unicodedata.category(char), char) for char in clean)
    return " ".join(clean.split())[:limit].rstrip()


def read_content(path: Path, limit: int) -> Content:
    """Read title, day and the first `limit` characters of a file; a broken file gives its fault."""
    reader = _READERS.get(path.suffix.casefold())
    if reader is None:
        return Content()
    with _quiet():
        content = reader(path, limit)
    title = fold(content.title, 300)
    if title.casefold() in _EMPTY_TITLES:
        title = ""
    return Content(title, content.day, fold(content.text, limit), content.front, content.fault)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the libraries' remarks about sloppy files off the user's terminal."""
    logger = logging.getLogger("pypdf")
    before = logger.disabled, logger.level, logger.propagate
    nothing = logging.NullHandler()
    logger.addHandler(nothing)
    logger.propagate = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.disabled, logger.level, logger.propagate = before
        logger.removeHandler(nothing)


def _plain(path: Path, limit: int) -> Content:
    # Six bytes a character leave room for white space that is folded; the front matter comes on top.
    size = 6 * limit + 131_072
    with path.open("rb") as file:
        raw = file.read(size)
    text = decode(raw, cut=len(raw) == size)
    if text is None:
        en = "is neither UTF-8, UTF-16 nor GB18030 text; its text is not searchable"
        return Content(fault=Fault(en, "不是 UTF-8、UTF-16 或 GB18030 文本，无法检索其内容"))
    front, rest = front_matter.split(text)
    heading = _HEADING.search(rest) if path.suffix.casefold() in {".md", ".markdown"} else None
    title = heading[1].rstrip().rstrip("#") if heading else ""
    return Content(title=title, text=rest, front=front)


def _docx(path: Path, limit: int) -> Content:
    from docx import Document

    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
        if size > _UNPACKED:
            return Content(fault=_unreadable("docx", f"unpacks to {size} bytes"))
        document = Document(str(path))
        title, day = _docx_facts(document)
        return Content(title=title, day=day, text=_docx_text(document, 2 * limit))
    except Exception as error:  # a damaged package fails in many ways, all of them mean the same to the reader
        return Content(fault=_unreadable("docx", _reason(error)))


def _docx_text(document: DocxDocument, enough: int) -> str:
    """Return paragraphs and tables in their order, until there is enough."""
    from docx.table import Table

    text = ""
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            text += " ".join(cell.text for row in block.rows for cell in row.cells) + "\n"
        else:
            text += block.text + "\n"
        if len(text) > enough:
            break
    return text


def _docx_facts(document: DocxDocument) -> tuple[str, date | None]:
    """Return title and last change. python-docx makes properties up, dated now, for a file without any."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    relations = document.part.package.rels.values() if document.part.package else ()
    if all(relation.reltype != RELATIONSHIP_TYPE.CORE_PROPERTIES for relation in relations):
        return "", None
    core = document.core_properties
    changed = core.modified or core.created
    return core.title or "", changed.date() if changed else None


def _pdf(path: Path, limit: int) -> Content:
    from pypdf import PdfReader

    try:
        reader = PdfReader(path)
        # Files that only forbid printing open with the empty password.
        if reader.is_encrypted and not reader.decrypt(""):
            return Content(fault=_unreadable("pdf", "it needs a password", "需要密码"))
        text = ""
        for page in reader.pages[:_PAGES]:
            text += page.extract_text() + "\n"
            if len(text) > 2 * limit:
                break
        title, day = _pdf_facts(reader.metadata)
        return Content(title=title, day=day, text=text)
    except Exception as error:  # as above
        return Content(fault=_unreadable("pdf", _reason(error)))


def _pdf_facts(metadata: object) -> tuple[str, date | None]:
    """Return title and last change; a date that breaks the rules counts as none."""
    title = getattr(metadata, "title", None) or ""
    day = None
    for name in ("modification_date", "creation_date"):
        try:
            moment = getattr(metadata, name, None)
        except ValueError:
            continue
        if moment is not None:
            day = moment.date()
            break
    return str(title).removeprefix("Microsoft Word - "), day


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".rstrip(": ")[:200]


def _unreadable(kind: str, en: str, zh: str = "") -> Fault:
    return Fault(
        f"the {kind} cannot be read ({en}); it counts as evidence, but its text is not searchable",
        f"无法读取该 {kind} 文件（{zh or en}）；仍作为证据，但无法检索其内容",
    )


_READERS: dict[str, Callable[[Path, int], Content]] = {
    ".md": _plain,
    ".markdown": _plain,
    ".txt": _plain,
    ".docx": _docx,
    ".pdf": _pdf,
}
