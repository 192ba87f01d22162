"""Control charts: places of values and limits, rows of signals, phases, the finding; hostile and long texts."""

import re
import xml.etree.ElementTree as ET
from decimal import Decimal

import pytest

from zhuoyue.charts import ControlPoint, Phase, control

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert("x")</script> \' & ]]> {{ 7 * 7 }}\n\n\x00# h'
LONG = "连续九个点落在中心线的同一侧并且没有任何已知的特殊原因可以解释这种情况" * 3


def months(count):
    return [f"{2021 + number // 12}-{number % 12 + 1:02}" for number in range(count)]


def points(values, limits=(8, 4, 12), signals=None):
    centre, lower, upper = (None if limit is None else Decimal(str(limit)) for limit in limits)
    return [
        ControlPoint(
            period,
            None if value is None else Decimal(str(value)),
            centre,
            lower,
            upper,
            (signals or {}).get(number, ()),
        )
        for number, (period, value) in enumerate(zip(months(len(values)), values, strict=True))
    ]


VALUES = [8, 7.5, 9, None, 8.2, 13, 9.5, 9.1, 9, 8.8]
SIGNALS = {5: ("1", "5"), 6: ("5",), 8: ("2",), 9: ("2",)}
RULES = {"1": "beyond a limit", "2": "nine on one side", "5": "two of three far out"}


def test_the_finding_says_where_there_are_signals(drawn):
    chart = control("Volume", points(VALUES, signals=SIGNALS), "en", rules=RULES)
    drawn(chart)
    assert chart.alt == (
        "Signals in 4 of 9 periods: 2021-09 to 2021-10 (2), 2021-07 (5), 2021-06 (1, 5); 8.8 in 2021-10; "
        "limits 4.0 to 12.0; 1 period without a value."
    )
    stable = control("投诉量", points([8, 9, 7]), "zh", unit="件")
    drawn(stable)
    assert stable.alt == "3 期中没有失控信号；2021-03 为 7.0；控制限 4.0 至 12.0。"


def test_a_run_of_signals_ends_where_a_value_is_missing():
    values, signals = [8, 9, None, 9], {0: ("2",), 1: ("2",), 2: ("2",), 3: ("2",)}
    chart = control("Volume", points(values, signals=signals), "zh")
    assert chart.alt.startswith("3 期中 3 期有信号：2021-04（2）、2021-01 至 2021-02（2）；")
    assert len(chart.signals) == 3


def test_without_limits_it_does_not_claim_stability(drawn):
    chart = control("Volume", points([8, 9], (None, None, None)), "en")
    drawn(chart)
    assert chart.alt == "No limits are known; 9.0 in 2021-02."
    assert chart.limits == ()


def test_values_limits_and_gaps_stand_on_one_scale(drawn):
    chart = control("Volume", points(VALUES, signals=SIGNALS), "en")
    drawn(chart)
    scale = chart.axes.y
    assert [dot.y for dot in chart.dots] == [scale.place(Decimal(str(value))) for value in VALUES if value is not None]
    assert chart.path.count("M") == 2  # one gap
    level = {
        limit.label.text.rsplit(" ", 1)[0]: re.findall(r"[MV]([\d.]+ )?([\d.]+)", limit.path) for limit in chart.limits
    }
    assert {name: {float(y) for _, y in places} for name, places in level.items()} == {
        "Upper limit": {scale.place(Decimal(12))},
        "Centre line": {scale.place(Decimal(8))},
        "Lower limit": {scale.place(Decimal(4))},
    }


def test_limits_may_change_at_each_point(drawn):
    varying = [
        ControlPoint(period, Decimal(10), Decimal(10), Decimal(10 - step), Decimal(10 + step))
        for period, step in zip(months(4), (3, 3, 5, 4), strict=True)
    ]
    upper = control("Share", varying, "en").limits[0]
    drawn(control("Share", varying, "en"))
    assert upper.label.text == "Upper limit 14.0"
    assert upper.path.count("V") == 2


def test_a_limit_that_is_missing_breaks_its_line(drawn):
    some = [*points([8, 9]), ControlPoint("2021-03", Decimal(9), Decimal(8), None, None), *points([8] * 4)[3:]]
    upper, centre, lower = control("V", some, "en").limits
    drawn(control("V", some, "en"))
    assert [limit.path.count("M") for limit in (upper, centre, lower)] == [2, 1, 2]


def test_signals_differ_by_shape_and_carry_the_sign_of_their_rule(drawn):
    chart = control("Volume", points(VALUES, signals=SIGNALS), "en", rules=RULES)
    root = drawn(chart)
    diamonds = [path[0].text for path in root.iter(f"{SVG}path") if len(path)]
    assert diamonds == ["2021-06: 13.0 (1, 5)", "2021-07: 9.5 (5)", "2021-09: 9.0 (2)", "2021-10: 8.8 (2)"]
    assert sorted(sign.text for sign in chart.rows.signs) == ["1", "2", "5"]
    assert [sign.text for sign in chart.rules] == ["1", "2", "5"]
    assert [meaning.text for meaning in chart.meanings] == list(RULES.values())
    xs = {dot.tip[:7]: dot.x for dot in chart.dots}
    runs = {run.tip: (run.x1, run.x2) for run in chart.rows.runs}
    assert runs["2"] == (pytest.approx(xs["2021-09"] - 3, abs=0.02), pytest.approx(xs["2021-10"] + 3, abs=0.02))


def test_a_row_of_signs_touches_neither_the_phases_nor_the_plot(drawn):
    phases = [Phase("2021-01", "2021-04", "Baseline"), Phase("2021-05", "2021-10", "After the change")]
    chart = control("Volume", points(VALUES, signals=SIGNALS), "en", phases=phases, rules=RULES, kind_word="XmR")
    root = drawn(chart)
    texts = [text.text or text[0].tail for text in root.iter(f"{SVG}text")]
    assert {"Baseline", "After the change", "XmR"} <= set(texts)
    assert all(sign.y < chart.axes.top for sign in chart.rows.signs)
    first, second = chart.phases.shades
    assert first.x + first.width == pytest.approx(second.x, abs=0.02)


def test_a_phase_off_the_axis_is_left_out(drawn):
    chart = control(
        "Volume", points([8, 9]), "en", phases=[Phase("2019-01", "2020-12", "Old"), Phase("2021-02", "2021-01", "x")]
    )
    drawn(chart)
    assert all(shade.width >= 0 for shade in chart.phases.shades)
    assert "Old" not in [name.text for name in chart.phases.names]


@pytest.mark.parametrize("count", [1, 2, 12, 60, 104, 400])
@pytest.mark.parametrize("sign", ["1", "WE4"])
def test_long_series_with_many_signals_stay_readable(drawn, count, sign):
    signals = {number: (sign,) if number % 2 else (sign, "2") for number in range(count)}
    chart = control("V", points([number % 14 for number in range(count)], signals=signals), "en", decimals=0)
    drawn(chart)
    assert len(chart.signals) == count
    assert len(chart.table.rows) == count


def test_without_values_it_says_so(drawn):
    for language, said in (("en", "No values"), ("zh", "无数据")):
        for given in ([], points([None, None]), points([None], (None, None, None))):
            chart = control("V", given, language, phases=[Phase("2021-01", "2021-01", "P")])
            assert said in [text.text for text in drawn(chart).iter(f"{SVG}text")]
            assert chart.alt.startswith(said)


def test_the_table_has_every_number(drawn):
    chart = control("V", points(VALUES, signals=SIGNALS), "en", decimals=2)
    drawn(chart)
    assert chart.table.headers == ("Period", "Value", "Lower limit", "Centre line", "Upper limit", "Signals")
    assert chart.table.rows[3] == ("2021-04", "—", "4.00", "8.00", "12.00", "—")
    assert chart.table.rows[5] == ("2021-06", "13.00", "4.00", "8.00", "12.00", "1, 5")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("text", [HOSTILE, LONG, "x" * 400, ""])
def test_hostile_and_long_texts_do_no_harm(drawn, text, language):
    signals = dict.fromkeys((1, 2, 5), (text, "2", text))
    chart = control(
        text,
        points(VALUES, ("-123456789.12", "-223456789", "12345678.9"), signals),
        language,
        unit=text,
        kind_word=text,
        phases=[Phase("2021-01", "2021-03", text), Phase("2021-04", "2021-10", text)],
        rules={text: text, "2": text},
    )
    assert "<script" not in ET.tostring(drawn(chart), encoding="unicode")
