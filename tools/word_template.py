"""Make the Word template that ships with the plugin `word`.

    python tools/word_template.py [FILE]

The document is a work of this script: change the script, run it, look at the result in Word, commit both.
"""

from __future__ import annotations

import io
import sys
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt, RGBColor
from word_layout import (
    ACCENT,
    GOOD,
    HEADING,
    LOSS,
    MUTED,
    SOFT,
    cell,
    field,
    fonts_of,
    head_row,
    page,
    stand_ins,
    styles,
    table_of,
    tag_row,
    update_fields,
    whole_row,
)

Three = tuple[str, str, str]
TARGET = Path(__file__).resolve().parents[1] / "plugins/zhuoyue_plugins/word/feedback.docx"
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""Time stamp inside the archive, so that the same script gives the same bytes."""


def build() -> bytes:
    """Return the template."""
    document = docx.Document()
    styles(document)
    stand_ins(document)
    page(document.sections[0])
    _cover(document)
    _contents(document)
    _themes(document)
    _comments(document)
    _visit(document)
    _score_sheet(document)
    _signatures(document)
    _method(document)
    update_fields(document)
    core = document.core_properties
    core.title = core.subject = core.comments = core.keywords = ""
    core.author = core.last_modified_by = "zhuoyue"
    core.created = core.modified = datetime(2026, 1, 1)  # noqa: DTZ001 - the file format has no time zone
    raw = io.BytesIO()
    document.save(raw)
    return _repacked(raw.getvalue())


def _repacked(data: bytes) -> bytes:
    """Return the archive with fixed time stamps and without the thumbnail of the library's own template."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda one: (one != "[Content_Types].xml", one)):
            content = old.read(name)
            if name == "docProps/thumbnail.jpeg":
                continue
            if name == "_rels/.rels":
                content = _without_thumbnail(content)
            new.writestr(zipfile.ZipInfo(name, LONG_AGO), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _without_thumbnail(content: bytes) -> bytes:
    from lxml import etree

    root = etree.fromstring(content)
    for relation in list(root):
        if relation.get("Type", "").endswith("/thumbnail"):
            root.remove(relation)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


# ---- Parts ---------------------------------------------------------------------------------------------------


def _cover(document: Any) -> None:
    for _ in range(5):
        document.add_paragraph()
    document.add_paragraph("{{ organisation }}", "Title").alignment = WD_ALIGN_PARAGRAPH.LEFT
    subtitle = document.add_paragraph()
    run = subtitle.add_run("{{ label.report }}")
    run.font.size, run.font.color.rgb = Pt(17), RGBColor.from_string(MUTED)
    title = document.add_paragraph("{{ title }}")
    title.paragraph_format.space_after = Pt(40)
    table = table_of(document, (4, 12), borders=False)
    facts = (
        ("{{ label.criteria }}", "{{ criteria }}"),
        ("{{ label.period }}", "{{ period }}"),
        ("{{ label.as_of }}", "{{ as_of }}"),
        ("{{ label.score }}", "{{ total.line }}"),
        ("{{ label.status }}", "{{ status }}"),
    )
    for name, value in facts:
        row = table.add_row()
        cell(row.cells[0], name, colour=MUTED, style="Normal")
        cell(row.cells[1], value, bold=name == "{{ label.status }}", style="Normal")
    document.add_paragraph("{%p if fictional %}")
    note = document.add_paragraph("{{ label.fictional }}")
    note.paragraph_format.space_before = Pt(24)
    note.runs[0].bold = True
    note.runs[0].font.color.rgb = RGBColor.from_string(LOSS)
    document.add_paragraph("{%p endif %}")


def _contents(document: Any) -> None:
    title = document.add_paragraph()
    title.paragraph_format.page_break_before = True
    title.paragraph_format.space_after = Pt(12)
    run = title.add_run("{{ label.contents }}")
    run.bold, run.font.size, run.font.color.rgb = True, Pt(18), RGBColor.from_string(ACCENT)
    fonts_of(run._r.get_or_add_rPr(), HEADING)
    field(document.add_paragraph(style="TOC 1"), 'TOC \\o "1-2" \\h \\z \\u', "…")


def _themes(document: Any) -> None:
    document.add_paragraph("{{ label.key_themes }}", "Heading 1")
    document.add_paragraph("{%p for group in key_themes %}")
    document.add_paragraph("{{ group.title }}", "Heading 3")
    document.add_paragraph("{%p for theme in group.themes %}")
    theme = document.add_paragraph("{{ theme.text }}", "List Bullet")
    codes = theme.add_run("{% if theme.codes %} ({{ theme.codes }}){% endif %}")
    codes.font.color.rgb = RGBColor.from_string(MUTED)
    document.add_paragraph("{%p else %}")
    document.add_paragraph("{{ label.none }}", "Small")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p else %}")
    document.add_paragraph("{{ label.no_themes }}", "Small")
    document.add_paragraph("{%p endfor %}")


def _comments(document: Any) -> None:
    document.add_paragraph("{{ label.feedback }}", "Heading 1")
    document.add_paragraph("{%p for category in categories %}")
    document.add_paragraph("{{ category.code }} {{ category.title }}", "Heading 2")
    _score_line(document, "category")
    document.add_paragraph("{%p for item in category.entries %}")
    document.add_paragraph("{{ item.code }} {{ item.title }}{{ item.mark }}", "Heading 3")
    _score_line(document, "item")
    document.add_paragraph("{%p if item.carried %}")
    document.add_paragraph("{{ label.carried }}", "Small")
    document.add_paragraph("{%p endif %}")
    for key, colour in (("strengths", GOOD), ("improvements", LOSS)):
        _findings(document, key, colour)
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endfor %}")


def _score_line(document: Any, name: str) -> None:
    score = f"{name}.score"
    text = (
        f"{{{{ label.score }}}} {{{{ {score}.line }}}}"
        f"{{% if {score}.band %}} · {{{{ {score}.band_label }}}}{{{{ {score}.band }}}}{{% endif %}}"
        f"{{% if {score}.interval %}} · {{{{ label.interval }}}} {{{{ {score}.interval }}}}{{% endif %}}"
        f" · {{{{ {score}.state }}}}"
    )
    document.add_paragraph(text, "Small").paragraph_format.keep_with_next = True


def _findings(document: Any, key: str, colour: str) -> None:
    heading = document.add_paragraph()
    heading.paragraph_format.keep_with_next = True
    heading.paragraph_format.space_before = Pt(6)
    run = heading.add_run(f"{{{{ label.{key} }}}}")
    run.bold, run.font.color.rgb = True, RGBColor.from_string(colour)
    document.add_paragraph(f"{{%p for one in item.{key} %}}")
    opening = document.add_paragraph(style="Opening")
    opening.add_run("{%r if one.bold %}")
    opening.add_run("{{ one.text }}").bold = True
    opening.add_run("{%r else %}")
    opening.add_run("{{ one.text }}")
    opening.add_run("{%r endif %}")
    document.add_paragraph("{%p for example in one.examples %}")
    document.add_paragraph("{{ example }}", "List Bullet")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p if one.relevance %}")
    relevance = document.add_paragraph()
    relevance.add_run("{{ label.relevance }}").bold = True
    relevance.add_run("{{ one.relevance }}")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p if one.evidence %}")
    document.add_paragraph("{{ label.evidence }}{{ one.evidence }}", "Small")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p else %}")
    document.add_paragraph("{{ label.none }}", "Small")
    document.add_paragraph("{%p endfor %}")


def _visit(document: Any) -> None:
    document.add_paragraph("{{ label.visit }}", "Heading 1")
    document.add_paragraph("{%p if questions %}")
    table = table_of(document, (1.8, 7.2, 7))
    head_row(table, ("{{ label.item }}", "{{ label.question }}", "{{ label.answer }}"))
    tag_row(table, "{%tr for one in questions %}")
    row = table.add_row()
    cell(row.cells[0], "{{ one.code }}")
    cell(row.cells[1], "{{ one.text }}")
    cell(row.cells[2], "{{ one.answer }}")
    tag_row(table, "{%tr endfor %}")
    document.add_paragraph("{%p else %}")
    document.add_paragraph("{{ label.no_questions }}", "Small")
    document.add_paragraph("{%p endif %}")


def _score_sheet(document: Any) -> None:
    page(document.add_section(WD_SECTION.NEW_PAGE), landscape=True)
    heading = document.add_paragraph("{{ label.score_sheet }}", "Heading 1")
    heading.paragraph_format.page_break_before = False
    document.add_paragraph("{%p if pointed %}")
    _sheet_table(document, ("points", "percent", "score"), ("points", "score.percent", "score.points"), (1.6, 1.9, 2.5))
    document.add_paragraph("{%p else %}")
    _sheet_table(
        document, ("percent", "range", "state"), ("score.percent", "score.range", "score.state"), (2.4, 2.4, 1.9)
    )
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{{ label.unknown }}", "Small").paragraph_format.space_before = Pt(6)
    document.add_paragraph("{%p if method.unverified %}")
    document.add_paragraph("{{ label.unverified }}", "Small")
    document.add_paragraph("{%p endif %}")


def _sheet_table(document: Any, heads: Three, values: Three, widths: tuple[float, float, float]) -> None:
    """Add the score sheet with three columns of figures between the item and its findings."""
    right = (1, 2, 3) if "points" in heads else ()
    table = table_of(document, (4.7, *widths, *[(21 - sum(widths)) / 2] * 2))
    keys = ("item", *heads, "strengths", "improvements")
    head_row(table, tuple(f"{{{{ label.{key} }}}}" for key in keys), right=right)
    tag_row(table, "{%tr for row in rows %}")
    tag_row(table, "{%tr if row.item %}")
    _sheet_row(table, values, right, item=True)
    tag_row(table, "{%tr else %}")
    _sheet_row(table, values, right, item=False)
    tag_row(table, "{%tr endif %}")
    tag_row(table, "{%tr endfor %}")


def _sheet_row(table: Any, values: Three, right: tuple[int, ...], *, item: bool) -> None:
    row = table.add_row()
    whole_row(row)
    texts = ["{{ row.code }} {{ row.title }}{{ row.mark }}", *(f"{{{{ row.{value} }}}}" for value in values)]
    texts += ["{{ row.strengths }}", "{{ row.improvements }}"]
    for number, text in enumerate(texts):
        cell(row.cells[number], text, bold=not item, right=number in right, shade="" if item else SOFT)


def _signatures(document: Any) -> None:
    page(document.add_section(WD_SECTION.NEW_PAGE))
    heading = document.add_paragraph("{{ label.sign_off }}", "Heading 1")
    heading.paragraph_format.page_break_before = False
    document.add_paragraph("{{ status }}")
    table = table_of(document, (4, 8, 4))
    head_row(table, ("{{ label.level }}", "{{ label.name }}", "{{ label.date }}"))
    tag_row(table, "{%tr for one in signatures %}")
    row = table.add_row()
    row.height = Cm(1.1)
    for number, text in enumerate(("{{ one.level }}", "{{ one.by }}", "{{ one.date }}")):
        cell(row.cells[number], text)
    tag_row(table, "{%tr endfor %}")


def _method(document: Any) -> None:
    heading = document.add_paragraph("{{ label.method }}", "Heading 1")
    heading.paragraph_format.page_break_before = False
    heading.paragraph_format.space_before = Pt(30)
    for text in ("{{ criteria }}. {{ method.note }}", "{{ method.scheme }}: {{ method.rule }}", "{{ label.unknown }}"):
        document.add_paragraph(text)
    document.add_paragraph("{%p if method.unverified %}")
    document.add_paragraph("{{ label.unverified }}")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("zhuoyue {{ method.version }} · {{ method.instant }}", "Small")


def main() -> int:
    """Write the template."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    target.write_bytes(build())
    return 0


if __name__ == "__main__":
    sys.exit(main())
