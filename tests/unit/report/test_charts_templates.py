"""Every chart rendered: well-formed with hostile texts, accessible, painted twice, and nothing collides."""

import re
import unicodedata
import xml.etree.ElementTree as ET
from decimal import Decimal
from itertools import combinations
from pathlib import Path

import markdown
import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from zhuoyue.charts import (
    BarRow,
    BiasRow,
    Line,
    RadarAxis,
    StripBand,
    Threshold,
    Vote,
    WaterfallPart,
    bias,
    category_bars,
    coverage_strip,
    dots,
    radar,
    range_strip,
    series,
    sparkline,
    waterfall,
)
from zhuoyue.model.measure import Direction
from zhuoyue.model.score import State

TEMPLATE = Path(__file__).parents[3] / "site_template"
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert("x")</script> \' & ]]> {{ 7 * 7 }}'
NAMES = {
    "zh": [
        "领导",
        "战略",
        "顾客与市场",
        "资源",
        "过程管理",
        "测量、分析与改进",
        "经营结果",
        "产品和服务结果、顾客与市场结果以及财务结果的综合表现",
    ],
    "en": [
        "Leadership",
        "Strategy",
        "Customers and market",
        "Resources",
        "Process management",
        "Measurement, analysis and improvement",
        "Business results",
        "Results of products, services, customers and markets in all plants of the group",
    ],
    "hostile": [HOSTILE] * 8,
}
QUARTERS = [f"{year}-Q{quarter}" for year in (2023, 2024, 2025) for quarter in (1, 2, 3, 4)]


def dec(values):
    return [None if value is None else Decimal(str(value)) for value in values]


def line(role, name, values):
    return Line(role, name, dict(zip(QUARTERS, dec(values), strict=False)))


def strips(names, language):
    bands = [
        StripBand(Decimal(low) * 10, Decimal(high) * 10, name)
        for (low, high), name in zip([(0, 5), (10, 25), (30, 45), (50, 65), (70, 85), (90, 100)], names, strict=False)
    ]
    for value, low, high in (
        (450.75, 450.75, 450.75),
        (450.75, 380, 620),
        (None, 0, 1000),
        (995, 980, 1000),
        (0, 0, 5),
    ):
        number, least, most = dec((value, low, high))
        for limit in (None, 5, 460, 600, 1000):
            threshold = None if limit is None else Threshold(Decimal(limit), names[4])
            yield range_strip(names[0], number, least, most, Decimal(1000), language, bands=bands, threshold=threshold)
        pair = (max(number or least, Decimal(30)) - 30, most)
        yield range_strip(names[0], number, least, most, Decimal(1000), language, interval=pair)
    large = Decimal("12345678.90")
    yield range_strip(names[0], large / 2, Decimal(1), large, large, language)
    yield range_strip(names[0], None, Decimal(0), Decimal(0), Decimal(0), language)
    for amounts in ((520, 180, 230, 70), (1, 0, 0, 0), (0, 0, 0, 0), (1, 1, 1, 997)):
        yield coverage_strip(names[0], *map(Decimal, amounts), language)


def rows(names, language):
    states = list(State)
    percents = dec([55, 40, None, None, None, None, None, None])
    yield category_bars(
        names[0],
        [
            BarRow(name, state, percent, Decimal(30), Decimal(60), "268.25 / 370")
            for name, state, percent in zip(names, states, percents, strict=True)
        ],
        language,
    )
    forty = [BarRow(f"4.{i} {names[i % 8]}", State.RATED, Decimal(i * 5 % 105)) for i in range(40)]
    yield category_bars(names[0], forty, language)
    yield waterfall(
        names[0], [WaterfallPart(n, Decimal(100), p) for n, p in zip(names, percents, strict=True)], language
    )
    large = Decimal("12345678.90")
    yield waterfall(names[0], [WaterfallPart(n, large, None, Decimal(1), large / 2) for n in names], language)
    yield waterfall(names[0], [], language)


def radars(names, language):
    for values in ([55, 40, None, 65, 70, None, 45], [0] * 7, [100] * 7, [None] * 7):
        yield radar(names[0], [RadarAxis(n, p) for n, p in zip(names, dec(values), strict=False)], language)
    yield radar(names[0], [RadarAxis(n, Decimal(50), Decimal(40), Decimal(70)) for n in names[:3]], language)


def lines(names, language):
    actual = line("actual", names[1], [82, 83.5, 84, None, 86, 87.2, 86.5, 88, None, 90.1, 91, 92.3])
    others = [
        line("target", names[0], [85] * 12),
        line("competitor", names[6], [None] * 4 + [90] * 8),
        line("competitor", names[5], [92] * 12),
        line("benchmark", names[2], [95] * 12),
        line("average", names[3], [80] * 12),
    ]
    yield series(names[0], [actual, *others], language, unit=names[0], trend=True, decimals=1)
    yield series(
        names[0], [actual, *(line("segment", n, [85 + i / 9] * 12) for i, n in enumerate(names[:4]))], language
    )
    yield series(names[0], [actual, *(line("segment", n, [70, None, 85]) for n in names)], language, unit="%")
    yield series(names[0], [line("actual", names[6], ["-5345678.9", 0, "12345678.90"])], language, trend=True)
    yield series(names[0], [line(o.role, o.name, [95] * 12) for o in others], language, direction=Direction.LOWER)
    yield series(names[0], [line("actual", names[0], [0])], language, direction=None)
    months = [f"{year}-{month:02}" for year in (2023, 2024, 2025) for month in range(1, 13)]
    days = [f"2025-{month:02}-{day:02}" for month in (1, 2, 3) for day in range(1, 29)]
    weeks = [f"2025-W{week:02}" for week in range(1, 53)]
    for periods in (months, days, weeks, ["2025", "2025-Q1", "2025-Q2"], [str(year) for year in range(1980, 2026)]):
        points = {period: Decimal(index % 7) for index, period in enumerate(periods)}
        yield series(names[0], [Line("actual", names[6], points)], language, unit=names[5], trend=True)
    yield series(names[0], [line("actual", names[0], [None] * 12)], language)
    yield series(names[0], [], language)
    for values in ([1, None, 3, 2], [1], [5, 5, 5], [None], []):
        yield sparkline(names[0], list(zip(QUARTERS, dec(values), strict=False)), language, target=Decimal(2))


def people(names, language):
    bands = [
        StripBand(Decimal(low), Decimal(high), name)
        for (low, high), name in zip([(0, 5), (10, 25), (30, 45), (50, 65), (70, 85), (90, 100)], names, strict=False)
    ]
    for percents in (
        [35, 40, 45, 45, 50, 65],
        [0, 0, 5, 95, 100, 100],
        [45] * 8,
        [40, None, None, 40, 45, 50],
        [None, None],
        [0],
        [],
        [5 * (number % 21) for number in range(100)],
        [5 * (number % 21) for number in range(21)],
    ):
        everyone = dec(percents)
        votes = [Vote(names[i % 8], one, outlier=one == 65 or one == 100) for i, one in enumerate(everyone)]
        for agreed, visited in ((None, None), (45, None), (100, 95)):
            more = dict(zip(("agreed", "visited"), dec((agreed, visited)), strict=True))
            yield dots(names[0], votes, language, bands=bands, **more)
        yield dots(names[0], [Vote("", vote.percent, vote.outlier) for vote in votes], language)
    for values in ([3, -2.5, 0, None], [0, 0], ["12.34", "-45.67", "0.01"], [1], []):
        scatters = [None, *dec([0, 4.25, 30])]
        rows = [
            BiasRow(name, one or Decimal(0), scatter, 23)
            for name, one, scatter in zip(names, dec(values), scatters, strict=False)
        ]
        yield bias(names[0], rows, language)


def charts():
    for key, names in NAMES.items():
        for language in ("zh", "en") if key == "hostile" else (key,):
            for make in (strips, rows, radars, lines, people):
                for number, chart in enumerate(make(names, language)):
                    yield pytest.param(chart, id=f"{chart.kind}-{key}-{language}-{number}")


CHARTS = list(charts())


@pytest.fixture(scope="module")
def environment():
    return Environment(autoescape=True, loader=FileSystemLoader(TEMPLATE), undefined=StrictUndefined)


def figure(environment, chart):
    source = '{% from "charts/figure.html.j2" import figure %}{{ figure(chart) }}'
    return environment.from_string(source).render(chart=chart)


def svg(environment, chart):
    return ET.fromstring(environment.get_template(chart.template).render(chart=chart))


@pytest.mark.parametrize("chart", CHARTS)
def test_svg_is_well_formed_accessible_and_painted_twice(environment, chart):
    root = svg(environment, chart)
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    assert [child.tag for child in root[:2]] == [f"{SVG}title", f"{SVG}desc"]
    assert root[0].text == chart.title
    assert root[1].text == chart.alt
    assert not list(root.iter(f"{SVG}script"))
    for mark in root.iter():
        if mark.tag.removeprefix(SVG) in {"text", "tspan", "rect", "circle", "path", "line"}:
            check_paint(mark)


def check_paint(mark):
    """Each colour stands in an attribute and in a class; what has none says so."""
    fill, stroke = mark.get("fill"), mark.get("stroke")
    assert fill == "none" or re.fullmatch("#[0-9a-f]{6}", fill)
    assert (fill != "none") == ("zy-fill-" in mark.get("class"))
    assert (stroke is not None) == ("zy-line-" in mark.get("class"))
    assert fill != "none" or stroke


@pytest.mark.parametrize("chart", CHARTS)
def test_figure_is_well_formed_and_carries_the_data(environment, chart):
    text = figure(environment, chart)
    root = ET.fromstring(text)
    assert root.tag == "figure"
    assert "\n\n" not in text
    assert "<script" not in text
    body = [[cell.text or "" for cell in row] for row in root.iter("tr")]
    assert body == [list(chart.table.headers), *map(list, chart.table.rows)]
    assert all(len(row) == len(chart.table.headers) for row in chart.table.rows)


@pytest.mark.parametrize("chart", CHARTS)
def test_labels_do_not_collide_and_stay_inside(environment, chart):
    left, top, width, height = (float(number) for number in svg(environment, chart).get("viewBox").split())
    boxes = [extent(text) for text in svg(environment, chart).iter(f"{SVG}text")]
    for (name, x1, y1, x2, y2), (other, u1, v1, u2, v2) in combinations(boxes, 2):
        assert x2 <= u1 + 1 or u2 <= x1 + 1 or y2 <= v1 or v2 <= y1, f"{name!r} meets {other!r}"
    for name, x1, y1, x2, y2 in boxes:
        assert x1 >= left - 1, name
        assert x2 <= left + width + 1, name
        assert y1 >= top - 1, name
        assert y2 <= top + height + 1, name


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


@pytest.mark.parametrize("chart", CHARTS)
def test_labels_can_be_read_on_a_phone(environment, chart):
    if chart.kind == "sparkline":
        assert not list(svg(environment, chart).iter(f"{SVG}text"))
    sizes = [float(text.get("font-size")) for text in svg(environment, chart).iter(f"{SVG}text")]
    assert all(size * chart.min_width / chart.width >= 6.9 for size in sizes)  # letters in badges
    assert all(size * chart.min_width / chart.width >= 8.8 for size in sizes if size > 10)


@pytest.mark.parametrize("chart", CHARTS)
def test_markdown_leaves_the_figure_alone(environment, chart):
    text = figure(environment, chart)
    page = markdown.markdown(f"# A\n\n{text}\n\nAfter *it*.", extensions=["toc", "md_in_html", "attr_list"])
    assert text in page
    assert page.endswith("<p>After <em>it</em>.</p>")


def test_the_same_data_give_the_same_bytes(environment):
    first, second = ([figure(environment, chart) for chart in lines(NAMES["zh"], "zh")] for _ in range(2))
    assert first == second


def test_marks_have_tooltips(environment):
    chart = series("S", [line("actual", "Own", [1, 2, None, 4])], "en", decimals=0)
    tips = [circle[0].text for circle in svg(environment, chart).iter(f"{SVG}circle") if len(circle)]
    assert tips == ["Own 2023-Q1: 1", "Own 2023-Q2: 2", "Own 2023-Q4: 4"]


def test_lines_differ_by_more_than_colour(environment):
    roles = ("actual", "target", "competitor", "benchmark", "average")
    root = svg(environment, series("S", [line(role, role, [1, 2]) for role in roles], "en"))
    dashes = [path.get("stroke-dasharray") for path in root.iter(f"{SVG}path")]
    assert len(set(dashes)) == len(roles)


def test_colours_of_templates_and_stylesheet_agree():
    marks = (TEMPLATE / "charts/marks.j2").read_text("utf-8")
    styles = (TEMPLATE / "assets/charts.css").read_text("utf-8")
    literal = dict(re.findall(r'"([\w-]+)": "(#[0-9a-f]{6})"', marks))
    light, dark = styles.split("@media screen", 1)
    variables = dict(re.findall(r"--zy-([\w-]+): ([^;]+);", light.partition(":root {\n")[2]))
    assert {name: "#0060b9" if "accent)" in value else value for name, value in variables.items()} == literal
    assert set(re.findall(r"^    --zy-([\w-]+):", dark, re.M)) == set(literal)
    for name in literal:
        assert f".zy-fill-{name} {{ fill: var(--zy-{name}); }}" in styles
        assert f".zy-line-{name} {{ stroke: var(--zy-{name}); }}" in styles


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """WCAG 2.2, contrast ratio."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("scheme", "page"), [("light", "#ffffff"), ("dark", "#1e2129")])
def test_texts_and_marks_stand_out_from_the_page(scheme, page):
    styles = (TEMPLATE / "assets/charts.css").read_text("utf-8")
    part = styles.split("@media screen", 1)[scheme == "dark"]
    tones = dict(re.findall(r"--zy-([\w-]+): (#[0-9a-f]{6});", part))
    texts = ["ink", "muted", "accent", "target", "competitor", "benchmark", "average"]
    for name in [*texts, *(f"segment_{number}" for number in range(1, 5))]:
        assert contrast(tones[name], page) >= 4.5, name
    for name in ("loss", "unknown"):
        assert contrast(tones[name], page) >= 3, name
    for name in ("good", "mixed", "poor"):
        assert contrast(tones[name], tones[f"{name}-soft"]) >= 4.5, name
        assert contrast(tones["ink"], tones[f"{name}-soft"]) >= 4.5, name
    assert contrast(tones["muted"], tones["none-soft"]) >= 4.5
