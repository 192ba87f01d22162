"""Fills a Word template in: sandboxed, everything escaped, every mistake of the template told with its place."""

from __future__ import annotations

import re
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhuoyue import Assessment, Fault, InputError, did_you_mean

if TYPE_CHECKING:
    from docxtpl import DocxTemplate

_PARAGRAPH = re.compile(r"<w:p([ >])")
_MISSING = re.compile(r"'([^']+)' is undefined|has no attribute '([^']+)'")


def write(assessment: Assessment, path: Path, language: str) -> None:
    """Write the report with the template that ships with us."""
    from zhuoyue_plugins.word import TEMPLATE

    fill(assessment, path, language, TEMPLATE)


def fill(assessment: Assessment, path: Path, language: str, template: Path) -> None:
    """Write the report with a template of the user's own.

    Raises:
        InputError: the template is no Word document, has a broken tag or names something there is not.
    """
    from zhuoyue_plugins.word.content import content
    from zhuoyue_plugins.word.contents import contents, properties

    values = content(assessment, language)
    filled = _rendered(template, values)
    document = filled.docx
    contents(document)
    properties(document, values, assessment.provenance.instant)
    document.save(path)


def _rendered(template: Path, values: dict[str, Any]) -> DocxTemplate:
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined, TemplateError
    from jinja2.sandbox import SandboxedEnvironment
    from lxml import etree

    class Strict(DocxTemplate):  # type: ignore[misc,unused-ignore]
        """Refuses what the library would mend by leaving parts out."""

        def fix_tables(self, xml: str) -> Any:
            etree.fromstring(xml.encode("utf-8"))
            return super().fix_tables(xml)

    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    made = Strict(str(template))
    _open(made, template)
    try:
        made.render(values, environment)
    except TemplateError as error:
        raise InputError(_fault(error, made, template, values)) from error
    except etree.XMLSyntaxError as error:
        raise InputError(_overlapping(template)) from error
    except (TypeError, ValueError, ArithmeticError) as error:  # what an expression in the template may raise
        raise InputError(Fault(f"{error}", f"{error}", _place(error, made, template))) from error
    return made


def _open(made: DocxTemplate, template: Path) -> None:
    """Raise InputError unless the template is a Word document."""
    import zipfile

    from docx.opc.exceptions import PackageNotFoundError
    from lxml import etree

    try:
        made.init_docx()
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, etree.XMLSyntaxError) as error:
        missing = not template.exists()
        raise InputError(
            Fault(
                "no such file" if missing else "is no Word document (.docx)",
                "文件不存在" if missing else "不是 Word 文档（.docx）",
                str(template),
            )
        ) from error


def _fault(error: Exception, made: DocxTemplate, template: Path, values: dict[str, Any]) -> Fault:
    """Say what is wrong with a tag, and where."""
    from jinja2 import TemplateSyntaxError

    message = str(getattr(error, "message", None) or error)
    line = error.lineno if isinstance(error, TemplateSyntaxError) else None
    where = _place(error, made, template, line)
    found = _MISSING.search(message)
    if not found:
        return Fault(f"broken tag: {message}", f"标签有误：{message}", where)
    name = found[1] or found[2]
    en, zh = did_you_mean(name, values["label"] if found[2] and "label." in where else values)
    return Fault(f"there is no variable {name!r}{en}", f"没有变量 {name!r}{zh}", where)


def _overlapping(template: Path) -> Fault:
    return Fault(
        "a {% for %} or {% if %} begins and ends in different kinds of places;"
        " put it into paragraphs of its own as {%p … %}, or into rows of its own as {%tr … %}",
        "某个 {% for %} 或 {% if %} 的起止位置不成对；请将其独占段落并写作 {%p … %}，或独占表格行并写作 {%tr … %}",
        str(template),
    )


def _place(error: Exception, made: DocxTemplate, template: Path, line: int | None = None) -> str:
    """Return file, part and the text of the paragraph that the tag stands in."""
    part = made.current_rendering_part
    name = Path(str(part.partname)).stem if part is not None else "document"
    if line is None:
        frames = traceback.extract_tb(error.__traceback__)
        line = next((frame.lineno for frame in reversed(frames) if frame.filename == "<template>"), None)
    text = _line(made, part, line) if line else ""
    return f"{template}: {name}" + (f", “{text}”" if text else "")


def _line(made: DocxTemplate, part: Any, line: int) -> str:
    """Return the text of a line of the source, laid out as the library lays it out: a paragraph a line."""
    xml = made.get_xml() if part is made.docx.part else made.get_part_xml(part)
    lines = _PARAGRAPH.sub(r"\n<w:p\1", made.patch_xml(xml)).splitlines()
    text = re.sub(r"<[^>]+>", "", lines[line - 1]) if line <= len(lines) else ""
    return text.strip()[:120]
