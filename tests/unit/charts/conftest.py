"""What every chart must withstand, as one fixture: `drawn(chart)` renders it, checks it and returns its SVG."""

import re
import unicodedata
import xml.etree.ElementTree as ET
from itertools import combinations
from pathlib import Path

import markdown
import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATE = Path(__file__).parents[3] / "site_template"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="session")
def drawn():
    environment = Environment(autoescape=True, loader=FileSystemLoader(TEMPLATE), undefined=StrictUndefined)
    whole = environment.from_string('{% from "charts/figure.html.j2" import figure %}{{ figure(chart) }}')

    def draw(chart):
        root = ET.fromstring(environment.get_template(chart.template).render(chart=chart))
        check_access(root, chart)
        check_paint(root)
        check_labels(root, chart)
        check_figure(whole.render(chart=chart), chart)
        if chart.narrow:
            check_narrow(draw(chart.narrow), chart)
        return root

    return draw


def check_access(root, chart):
    linked = list(root.iter(f"{SVG}a"))
    # whatever stands in an image is hidden from screen readers, links too
    assert root.get("role") == ("group" if linked else "img")
    assert [child.tag for child in root[:2]] == [f"{SVG}title", f"{SVG}desc"]
    assert (root[0].text or "", root[1].text) == (chart.title, chart.alt)
    assert chart.alt[-1] in ".。…"
    assert not list(root.iter(f"{SVG}script"))


def check_paint(root):
    """Each colour stands in an attribute and in a class; what has none says so."""
    for mark in root.iter():
        if mark.tag.removeprefix(SVG) in {"text", "tspan", "rect", "circle", "path", "line"}:
            fill, stroke = mark.get("fill"), mark.get("stroke")
            assert fill == "none" or re.fullmatch("#[0-9a-f]{6}", fill)
            assert (fill != "none") == ("zy-fill-" in mark.get("class"))
            assert (stroke is not None) == ("zy-line-" in mark.get("class"))
            assert fill != "none" or stroke


def check_labels(root, chart):
    """Labels collide neither with each other nor with the edges, and are large enough on a phone."""
    left, top, width, height = (float(number) for number in root.get("viewBox").split())
    boxes = [extent(text) for text in root.iter(f"{SVG}text")]
    for (name, x1, y1, x2, y2), (other, u1, v1, u2, v2) in combinations(boxes, 2):
        assert x2 <= u1 + 1 or u2 <= x1 + 1 or y2 <= v1 or v2 <= y1, f"{name!r} meets {other!r}"
    for name, x1, y1, x2, y2 in boxes:
        assert x1 >= left - 1, name
        assert x2 <= left + width + 1, name
        assert y1 >= top - 1, name
        assert y2 <= top + height + 1, name
    sizes = [float(text.get("font-size")) for text in root.iter(f"{SVG}text")]
    assert all(size * chart.min_width / chart.width >= 8.7 for size in sizes)


def extent(text):
    """Return a text and its box: a Han character is one em wide, any other 0.6 em."""
    words = (text.text or "") + "".join(
        (child.tail or "") if child.tag == f"{SVG}title" else child.text for child in text
    )
    size = float(text.get("font-size"))
    wide = sum(1.0 if unicodedata.east_asian_width(character) in "WF" else 0.6 for character in words) * size
    x = float(text.get("x")) - {"middle": 0.5, "end": 1.0}.get(text.get("text-anchor"), 0.0) * wide
    y = float(text.get("y"))
    return words, x, y - 0.75 * size, x + wide, y + 0.2 * size


def check_narrow(root, chart):
    """A phone shows it whole, at nearly full size."""
    assert chart.narrow.min_width <= 326
    assert chart.narrow.width <= 360
    assert (chart.narrow.alt, chart.narrow.table) == (chart.alt, chart.table)


def check_figure(text, chart):
    """The figure is well-formed, carries the data, and Markdown leaves it alone."""
    root = ET.fromstring(text)
    assert "\n\n" not in text
    body = [[cell.text or "" for cell in row] for row in root.iter("tr")]
    assert body == [list(chart.table.headers), *map(list, chart.table.rows)]
    assert all(len(row) == len(chart.table.headers) for row in chart.table.rows)
    page = markdown.markdown(f"# A\n\n{text}\n\nAfter *it*.", extensions=["toc", "md_in_html", "attr_list"])
    assert text in page
