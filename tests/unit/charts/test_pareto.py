"""Pareto: order, shares and the vital few against hand-worked figures; hostile and long texts."""

import xml.etree.ElementTree as ET
from decimal import Decimal

import pytest

from zhuoyue.charts import ParetoBar, pareto

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert("x")</script> \' & ]]> {{ 7 * 7 }}\n\n\x00# h'
LONG = "安装日期一再推迟而且没有提前通知客户也没有给出任何解释或者补偿的办法" * 3
COUNTS = {"late": 50, "wrong": 25, "noise": 10, "rude": 5, "web": 4, "price": 1, "none": 0}


def causes():
    """Return 95 named and 5 unknown, the largest not first."""
    bars = [ParetoBar(label, count) for label, count in sorted(COUNTS.items())]
    return [ParetoBar("unknown", 5, rest=True), *bars]


def column(chart, number):
    return [row[number] for row in chart.table.rows]


def test_bars_stand_in_falling_order_and_the_rest_comes_last(drawn):
    chart = pareto("Causes", causes(), "en")
    drawn(chart)
    assert column(chart, 0) == ["late", "wrong", "noise", "rude", "web", "price", "none", "unknown"]
    assert column(chart, 2) == [
        f"{share}\u00a0%" for share in ("50.0", "25.0", "10.0", "5.0", "4.0", "1.0", "0.0", "5.0")
    ]
    assert column(chart, 3) == [
        f"{share}\u00a0%" for share in ("50.0", "75.0", "85.0", "90.0", "94.0", "95.0", "95.0", "100.0")
    ]


def test_the_vital_few_are_the_fewest_that_reach_the_cut(drawn):
    chart = pareto("Causes", causes(), "en")
    assert [row.bar.look for row in chart.rows] == ["rated"] * 3 + ["span"] * 4 + ["unknown"]
    assert chart.alt == (
        "Most: late, 50 (50.0\u00a0%); vital few: 3 of 6 make up 85.0\u00a0%; other or unknown 5.0\u00a0%."
    )
    texts = {text.text for text in drawn(chart).iter(f"{SVG}text")}
    assert "Vital few: 3 of 6 make up 85.0\u00a0%" in texts
    assert {"vital few", "the others", "other or unknown"} <= texts
    lower = pareto("Causes", causes(), "en", cut=Decimal(75))
    assert [row.bar.look for row in lower.rows][:3] == ["rated", "rated", "span"]


def test_the_finding_in_chinese(drawn):
    chart = pareto("原因", causes(), "zh", unit="件")
    drawn(chart)
    assert (
        chart.alt == "最多：late，50（50.0\u00a0%）；关键少数：3 类（共 6 类）占 85.0\u00a0%；其他或未知 5.0\u00a0%。"
    )
    assert chart.table.headers == ("类别", "数量（件）", "占比", "累计占比")


def test_where_counts_are_spread_there_are_no_vital_few(drawn):
    chart = pareto("Causes", [ParetoBar(name, 10) for name in "abcde"], "en")
    drawn(chart)
    assert {row.bar.look for row in chart.rows} == {"span"}
    assert chart.alt == "Most: a, 10 (20.0\u00a0%); no vital few: it takes 4 of 5 to reach 80\u00a0%."
    assert not chart.bracket


def test_where_too_much_is_unknown_there_are_no_vital_few(drawn):
    chart = pareto("Causes", [ParetoBar("a", 30), ParetoBar("?", 70, rest=True)], "en")
    drawn(chart)
    assert "all that are named make up 30.0\u00a0%, less than 80\u00a0%" in chart.alt
    assert "other or unknown 70.0\u00a0%" in chart.alt
    only = pareto("Causes", [ParetoBar("?", 7, rest=True)], "en")
    drawn(only)
    assert only.alt == "Other or unknown 100.0\u00a0%."


def test_the_line_runs_through_the_cumulative_shares(drawn):
    chart = pareto("Causes", causes(), "en")
    left, right = chart.grid[1].x1, chart.grid[2].x1
    shares = [(row.dot.x - left) / (right - left) * 100 for row in chart.rows]
    assert shares == pytest.approx([50, 75, 85, 90, 94, 95, 95, 100], abs=0.05)
    assert (chart.cut.x1 - left) / (right - left) == pytest.approx(0.8)
    widths = [row.bar.width for row in chart.rows]
    assert widths[1] / widths[0] == pytest.approx(0.5, abs=0.01)
    assert widths[6] == 0


def test_names_lead_to_details_but_never_run_a_script(drawn):
    addresses = ["causes/late.html?x=1#top", "javascript:alert(1)", " data:text/html,x", "//evil.example/x", "../a/b/"]
    bars = [ParetoBar(str(number), 9 - number, href=href) for number, href in enumerate(addresses)]
    root = drawn(pareto("Causes", bars, "en"))
    assert [link.get("href") for link in root.iter(f"{SVG}a")] == [addresses[0], addresses[4]]
    for link in root.iter(f"{SVG}a"):
        assert "".join(text.text for text in link.iter(f"{SVG}text")).isdigit()


@pytest.mark.parametrize("href", ["JAVASCRIPT:x", "java\tscript:x", "/\\evil.example", "\\\\evil", "./a:b", "x\n"])
def test_addresses_that_a_browser_may_misread_are_dropped(drawn, href):
    assert not list(drawn(pareto("Causes", [ParetoBar("a", 1, href=href)], "en")).iter(f"{SVG}a"))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("text", [HOSTILE, LONG, "x" * 400, ""])
def test_hostile_and_long_texts_do_no_harm(drawn, text, language):
    bars = [ParetoBar(text, count, note=text, href=text, rest=count < 3) for count in (12345678, 400, 30, 2, 1)]
    root = drawn(pareto(text, bars, language, unit=text))
    assert "<script" not in ET.tostring(root, encoding="unicode")


def test_without_counts_it_says_so(drawn):
    for language, said in (("en", "No values"), ("zh", "无数据")):
        chart = pareto("Causes", [], language)
        assert said in [text.text for text in drawn(chart).iter(f"{SVG}text")]
        assert chart.alt.startswith(said)
    zero = pareto("Causes", [ParetoBar("a", 0), ParetoBar("b", 0)], "en")
    drawn(zero)
    assert zero.alt == "None counted in any of 2."
    assert zero.table.rows == (("a", "0", "—", "—"), ("b", "0", "—", "—"))


def test_decimals_are_counted_exactly(drawn):
    chart = pareto("Cost", [ParetoBar("a", Decimal("0.1")), ParetoBar("b", Decimal("0.2"))], "en")
    drawn(chart)
    assert column(chart, 1) == ["0.2", "0.1"]
    assert column(chart, 2) == ["66.7\u00a0%", "33.3\u00a0%"]


def test_a_count_below_0_is_refused():
    with pytest.raises(ValueError, match="below 0"):
        pareto("Causes", [ParetoBar("a", -1)], "en")


def test_thirty_bars_fit(drawn):
    drawn(pareto("Causes", [ParetoBar(f"{LONG} {number}", 1000 - number) for number in range(30)], "zh"))
