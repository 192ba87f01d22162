"""How the Word template looks: styles, fonts, pages, tables. `word_template.py` says what is in it."""

from __future__ import annotations

from typing import Any

from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

BODY = ("Calibri", "SimSun")
HEADING = ("Calibri", "SimHei")
ALTERNATIVES = {
    "SimSun": "宋体,Songti SC,Noto Serif CJK SC,Source Han Serif SC",
    "SimHei": "黑体,Heiti SC,Noto Sans CJK SC,Source Han Sans SC",
    "Calibri": "Carlito,Arial,Noto Sans",
}
"""What a machine without the first font may take instead."""
INK, ACCENT, MUTED, SOFT, EDGE = "1D2733", "0B57A4", "56616E", "EEF3F8", "C9D1DA"
GOOD, LOSS = "006B6B", "9A4F00"


# ---- Styles ------------------------------------------------------------------------------------------------


def styles(document: Any) -> None:
    """Set the styles that users change first: headings, text, table cells, contents."""
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    fonts_of(defaults, BODY)
    language = defaults.find(qn("w:lang"))
    language.set(qn("w:val"), "en-GB")
    language.set(qn("w:eastAsia"), "zh-CN")
    normal = document.styles["Normal"]
    _style(normal, BODY, 10.5, INK)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.35
    for name, size, colour, before in (
        ("Title", 26, ACCENT, 0),
        ("Heading 1", 18, ACCENT, 0),
        ("Heading 2", 14, ACCENT, 18),
        ("Heading 3", 11.5, INK, 12),
    ):
        style = document.styles[name]
        _style(style, HEADING, size, colour, bold=True)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(8)
        style.paragraph_format.keep_with_next = True
        style.paragraph_format.line_spacing = 1.2
    for border in document.styles["Title"].element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
        break
    document.styles["Heading 1"].paragraph_format.page_break_before = True
    for name, base, size, colour in (
        ("Opening", "Normal", 10.5, INK),
        ("Small", "Normal", 9, MUTED),
        ("Cell", "Normal", 9, INK),
        ("TOC 1", "Normal", 10.5, INK),
        ("TOC 2", "Normal", 10, INK),
    ):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles[base]
        _style(style, BODY, size, colour)
    document.styles["Opening"].paragraph_format.space_before = Pt(4)
    document.styles["Opening"].paragraph_format.space_after = Pt(2)
    document.styles["Opening"].paragraph_format.keep_with_next = True
    document.styles["Small"].paragraph_format.space_after = Pt(6)
    document.styles["Cell"].paragraph_format.space_after = Pt(0)
    document.styles["Cell"].paragraph_format.line_spacing = 1.15
    for level in (1, 2):
        form = document.styles[f"TOC {level}"].paragraph_format
        form.tab_stops.add_tab_stop(Cm(16), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        form.left_indent = Cm(0.7 * (level - 1))
        form.space_after = Pt(3)
    _style(document.styles["List Bullet"], BODY, 10, INK)
    document.styles["List Bullet"].paragraph_format.space_after = Pt(1)
    for name in ("Header", "Footer"):
        _style(document.styles[name], BODY, 8.5, MUTED)


def _style(style: Any, fonts: tuple[str, str], size: float, colour: str, *, bold: bool | None = None) -> None:
    style.font.size = Pt(size)
    style.font.color.rgb = RGBColor.from_string(colour)
    if bold is not None:
        style.font.bold = bold
    fonts_of(style.element.get_or_add_rPr(), fonts)


def fonts_of(properties: Any, fonts: tuple[str, str]) -> None:
    """Set the fonts of both scripts; those of a theme would go before them."""
    element = properties.find(qn("w:rFonts"))
    if element is None:
        element = OxmlElement("w:rFonts")
        properties.insert(0, element)
    for key in list(element.attrib):
        del element.attrib[key]
    latin, east = fonts
    for key, font in (("ascii", latin), ("hAnsi", latin), ("cs", latin), ("eastAsia", east)):
        element.set(qn(f"w:{key}"), font)


def stand_ins(document: Any) -> None:
    """Name what may stand in for a font that is not there."""
    from lxml import etree

    part = next(one for one in document.part.package.parts if str(one.partname) == "/word/fontTable.xml")
    root = etree.fromstring(part.blob)
    for name, alternatives in ALTERNATIVES.items():
        for known in [one for one in root if one.get(qn("w:name")) == name]:
            root.remove(known)
        font = etree.SubElement(root, qn("w:font"))
        font.set(qn("w:name"), name)
        etree.SubElement(font, qn("w:altName")).set(qn("w:val"), alternatives)
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def update_fields(document: Any) -> None:
    """Have the word processor compute page numbers when it opens the document."""
    update = OxmlElement("w:updateFields")
    update.set(qn("w:val"), "true")
    _before(
        document.settings.element, update, "hdrShapeDefaults", "footnotePr", "endnotePr", "compat", "docVars", "rsids"
    )


def _before(parent: Any, child: Any, *later: str) -> None:
    """Insert an element where the schema wants it: before the first of those that come later."""
    names = {qn(f"w:{name}") for name in later}
    place = next((number for number, one in enumerate(parent) if one.tag in names), len(parent))
    parent.insert(place, child)


# ---- Page, header, footer ------------------------------------------------------------------------------------


def page(section: Any, *, landscape: bool = False) -> None:
    """Make the pages of a section A4, with header and footer."""
    width, height = Cm(21), Cm(29.7)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (height, width) if landscape else (width, height)
    section.left_margin = section.right_margin = Cm(2.5) if not landscape else Cm(2)
    section.top_margin, section.bottom_margin = Cm(2.5), Cm(2.2)
    section.header_distance = section.footer_distance = Cm(1.1)
    reach = section.page_width - section.left_margin - section.right_margin
    section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
    header = section.header.paragraphs[0]
    _tabs(header, reach)
    header.add_run("{{ organisation }}{% if fictional %} ({{ label.fictional_mark }}){% endif %}\t{{ status }}")
    footer = section.footer.paragraphs[0]
    _tabs(footer, reach)
    footer.add_run("{{ title }}\t{{ label.page_before }}")
    field(footer, "PAGE")
    footer.add_run("{{ label.page_between }}")
    field(footer, "NUMPAGES")
    footer.add_run("{{ label.page_after }}")


def _tabs(paragraph: Any, reach: Any) -> None:
    for stop in list(paragraph.paragraph_format.tab_stops):
        del stop
    style_tabs = paragraph.style.element.find(qn("w:pPr")).find(qn("w:tabs"))
    if style_tabs is not None:
        style_tabs.getparent().remove(style_tabs)
    paragraph.paragraph_format.tab_stops.add_tab_stop(reach, WD_TAB_ALIGNMENT.RIGHT)


def field(paragraph: Any, code: str, shown: str = "1") -> None:
    """Add a field and what it shows until it is computed."""
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("shown", shown), ("end", "")):
        run = paragraph.add_run(text if kind == "shown" else "")
        if kind == "":
            element = OxmlElement("w:instrText")
            element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            element.text = f" {text} "
            run._r.append(element)
        elif kind != "shown":
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
            run._r.append(element)


# ---- Tables --------------------------------------------------------------------------------------------------


def table_of(document: Any, widths: tuple[float, ...], *, borders: bool = True) -> Any:
    """Add a table without rows; widths in centimetres."""
    table = document.add_table(rows=0, cols=len(widths))
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    properties = table._tbl.tblPr
    if borders:
        lines = OxmlElement("w:tblBorders")
        for side in ("top", "bottom", "insideH"):
            line = OxmlElement(f"w:{side}")
            for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", EDGE)):
                line.set(qn(f"w:{key}"), value)
            lines.append(line)
        _before(properties, lines, "shd", "tblLayout", "tblCellMar", "tblLook")
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("top", 50), ("left", 80), ("bottom", 50), ("right", 80)):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(width if borders or side != "left" else 0))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    _before(properties, margins, "tblLook")
    return table


def head_row(table: Any, texts: tuple[str, ...], right: tuple[int, ...] = ()) -> None:
    """Add a header row, which is repeated on every page."""
    row = table.add_row()
    whole_row(row)
    repeat = OxmlElement("w:tblHeader")
    row._tr.get_or_add_trPr().append(repeat)
    for number, text in enumerate(texts):
        cell(row.cells[number], text, bold=True, right=number in right, shade=SOFT)


def tag_row(table: Any, tag: str) -> None:
    """Add a row that holds nothing but a tag, and goes when the template is filled in."""
    cell(table.add_row().cells[0], tag)


def whole_row(row: Any) -> None:
    """Keep a row on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def cell(
    cell: Any,
    text: str,
    *,
    bold: bool = False,
    right: bool = False,
    shade: str = "",
    colour: str = "",
    style: str = "Cell",
) -> None:
    """Fill a cell with one run of text."""
    paragraph = cell.paragraphs[0]
    paragraph.style = style
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = paragraph.add_run(text)
    run.bold = bold or None
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)
    if shade:
        fill = OxmlElement("w:shd")
        for key, value in (("val", "clear"), ("color", "auto"), ("fill", shade)):
            fill.set(qn(f"w:{key}"), value)
        cell._tc.get_or_add_tcPr().append(fill)
