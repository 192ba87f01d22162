"""`zhuoyue consensus` from sheets to text and JSON: what is discussed, what is accepted, who is awaited."""

from __future__ import annotations

import json
import re
from decimal import Decimal

import pytest

from zhuoyue.testing import project

TEAM = """
[ratings]
assessors = [{ name = "chen" }, { name = "li" }, { name = "sun" }, { name = "wang", items = ["4.1", "4.3.3"] }]
"""
VOTES = {
    "chen": {"4.1.2": 40, "4.1.3": 50, "4.3.3": 20, "4.4.5": 40, "4.2.2": 45},
    "li": {"4.1.2": 60, "4.1.3": 55, "4.3.3": 50, "4.4.5": "na", "4.2.2": 50},
    "sun": {"4.1.2": 45, "4.1.3": 55, "4.3.3": 45, "4.4.5": 40, "4.2.2": 45},
    "wang": {"4.1.2": 40, "4.1.3": 60, "4.3.3": 45},
}
"""4.1.2 lies 20 apart in bands 3–4, 4.1.3 10 apart, 4.3.3 30 apart in bands 2–4, 4.4.5 is not applicable to one."""


def sheet(name, votes, **more):
    lines = [f'assessor = "{name}"', 'stage = "independent"', "rated_on = 2026-01-10"]
    lines += [f'{key} = "{value}"' for key, value in more.items()]
    for code, value in votes.items():
        lines += ["[[ratings]]", f'item = "{code}"']
        lines += ["not_applicable = true", 'reason = "No."'] if value == "na" else [f"percent = {value}"]
    return "\n".join(lines)


@pytest.fixture
def kit(tmp_path):
    return project(tmp_path, files={f"ratings/{name}.toml": sheet(name, votes) for name, votes in VOTES.items()})


def data(kit, *arguments):
    return json.loads(kit.run("consensus", "--json", *arguments).assert_success().out)


def test_order_reasons_and_figures(kit):
    found = data(kit)
    items = found["agreement"]["items"]
    # 4.3.3: 50 × 0.30 = 15; 4.4.5: all of 15, tied, the criteria's order; then 4.1.2: 50 × 0.20 = 10, undisputed.
    assert [one["code"] for one in items] == ["4.3.3", "4.4.5", "4.1.2", "4.1.3", "4.2.2"]
    assert found["remaining"] == ["4.3.3", "4.4.5"]
    first, aside, undisputed = items[:3]
    assert (first["low"], first["high"], first["median"], first["mean"]) == ("20", "50", "45", "40")
    assert first["bands"] == [2, 4]
    assert (first["stake"], first["proposal"]) == ("15", "45")
    assert [one["en"] for one in first["discuss"]] == [
        "30 points apart, more than 20",
        "bands 2 to 4, more than 1 apart",
    ]
    assert first["outliers"] == ["chen"]  # the others' median is 45
    assert (aside["raters"], aside["not_applicable"], aside["stake"], aside["proposal"]) == (2, 1, "15", None)
    assert [one["en"] for one in aside["discuss"]] == ["1 of 3 hold it not applicable"]
    assert (undisputed["median"], undisputed["proposal"]) == ("42.5", "45")  # halves up to the grid of 5
    assert undisputed["mean"] == "46.25"
    assert undisputed["discuss"] == []
    assert undisputed["outliers"] == ["li"]  # 60 against the median 40 of 40, 40, 45


def test_policy_decides_what_is_discussed(tmp_path):
    config = "[consensus]\nmax_range = 10\nmax_bands = 0\noutlier = 0\n"
    files = {f"ratings/{name}.toml": sheet(name, votes) for name, votes in VOTES.items()}
    found = data(project(tmp_path, config, files))
    assert found["remaining"] == ["4.3.3", "4.4.5", "4.1.2", "4.2.2"]  # 4.1.3: 10 apart, all in one band
    assert found["agreement"]["max_range"] == "10"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_text_shows_what_must_be_discussed_and_all_on_demand(kit, language):
    short = kit.run("consensus", language=language).assert_success().out
    assert "4.3.3" in short
    assert "4.2.2" not in short
    every = kit.run("consensus", "--all", language=language).assert_success().out
    assert "4.2.2" in every
    for word in {"en": ["Leniency", "ICC(2,1)", "at stake"], "zh": ["宽严", "组内相关系数", "争议分值"]}[language]:
        assert word in short


def test_columns_are_aligned_whatever_the_width_of_the_characters(kit):
    from rich.cells import cell_len

    lines = kit.run("consensus", "--all", language="zh").assert_success().out.splitlines()
    table = lines[2:7]
    assert [line.split()[1 if line.startswith("!") else 0] for line in table[:2]] == ["4.3.3", "4.4.5"]
    titles = ["顾客关系与顾客满意", "技术资源", "高层领导的作用", "组织治理", "战略制定"]
    assert len({cell_len(line[: line.index(title)]) for line, title in zip(table, titles, strict=True)}) == 1


def test_gate_until_everything_is_agreed(kit):
    assert kit.run("consensus").code == 0
    assert kit.run("consensus", "--gate").code == 1
    kit.write({"ratings/team.toml": sheet("team", {"4.3.3": 45, "4.4.5": "na"}).replace("independent", "consensus")})
    assert kit.run("consensus", "--gate").code == 0
    found = data(kit)
    assert found["remaining"] == []
    first = found["agreement"]["items"][0]
    assert first["agreed"] == {"stage": "consensus", "percent": "45", "not_applicable": False, "method": None}
    assert first["low"] == "20"  # what was rated alone stays


def test_who_has_not_answered_what_is_assigned(tmp_path):
    files = {f"ratings/{name}.toml": sheet(name, votes) for name, votes in VOTES.items() if name != "sun"}
    kit = project(tmp_path, TEAM, files)
    found = data(kit)
    assert found["waiting"]["wang"] == ["4.1.4"]  # category 4.1 and 4.3.3 are assigned
    assert len(found["waiting"]["sun"]) == 23
    assert "sun has not answered 23 of 23" in kit.run("consensus").err
    assert "wang 尚有 1 个条款未评（共 4 个）：4.1.4" in kit.run("consensus", language="zh").err


def test_a_sealed_sheet_is_said_to_be_sealed(tmp_path):
    files = {f"ratings/{name}.toml": sheet(name, votes) for name, votes in VOTES.items() if name != "sun"}
    kit = project(tmp_path, TEAM, files | {"ratings/sun.toml.age": b"sealed"})
    assert "sun has sealed the sheet" in kit.run("consensus").err


def test_accepting_records_medians_of_the_undisputed_alone(kit):
    outcome = kit.run("consensus", "--accept", "undisputed", "--by", "Wu Min").assert_success()
    assert "4.1.2, 4.1.3, 4.2.2" in outcome.err
    items = {one["code"]: one["agreed"] for one in data(kit)["agreement"]["items"]}
    assert items["4.3.3"] is None
    assert items["4.4.5"] is None
    assert items["4.1.2"] == {"stage": "consensus", "percent": "45", "not_applicable": False, "method": "median"}
    assert outcome.out == "agreed: 3 of 23 items\nstill to be discussed, 2: 4.3.3, 4.4.5\n"
    text = (kit.root / "ratings/consensus.toml").read_text("utf-8")
    assert text.count('recorded_by = "Wu Min"') == 3
    before = text
    again = kit.run("consensus", "--accept", "undisputed", "--by", "Wu Min").assert_success()
    assert "nothing to accept" in again.err
    assert (kit.root / "ratings/consensus.toml").read_text("utf-8") == before


def test_accepting_waits_for_those_assigned(tmp_path):
    files = {f"ratings/{name}.toml": sheet(name, votes) for name, votes in VOTES.items() if name != "wang"}
    kit = project(tmp_path, TEAM, files)
    outcome = kit.run("consensus", "--accept", "undisputed", "--by", "Wu").assert_success()
    assert "left, answers are missing: 4.1.2, 4.1.3" in outcome.err  # wang's; 4.2.2 is not
    agreed = {one["code"] for one in data(kit)["agreement"]["items"] if one["agreed"]}
    assert agreed == {"4.2.2"}


@pytest.mark.parametrize(
    "arguments", [["--accept", "undisputed"], ["--accept", "undisputed", "--by", " "], ["--by", "x"]]
)
def test_accepting_needs_a_name(kit, arguments):
    outcome = kit.run("consensus", *arguments)
    assert outcome.code == 2
    assert "--by" in outcome.err
    assert not (kit.root / "ratings/consensus.toml").exists()


@pytest.mark.parametrize("votes", [{}, {"chen": VOTES["chen"]}])
def test_fewer_than_two_is_nothing_to_compare(tmp_path, votes):
    kit = project(tmp_path, files={f"ratings/{name}.toml": sheet(name, one) for name, one in votes.items()})
    outcome = kit.run("consensus", "--gate").assert_success()
    assert "fewer than two" in outcome.err
    assert outcome.out == ""
    assert data(kit)["agreement"] is None


def test_rows_carried_over_and_later_stages_are_not_independent_ratings(tmp_path):
    carried = sheet("li", {"4.1.2": 60}) + "\nreevaluate = true"
    later = sheet("team", {"4.1.2": 50}).replace("independent", "consensus")
    kit = project(tmp_path, files={"ratings/chen.toml": sheet("chen", {"4.1.2": 40}), "ratings/li.toml": carried})
    kit.write({"ratings/team.toml": later})
    assert data(kit)["agreement"] is None


def coefficients(kit):
    return {one["key"]: one for one in data(kit)["agreement"]["coefficients"]}


def test_coefficients_rest_on_what_they_can_rest_on(kit):
    found = coefficients(kit)
    assert list(found) == ["icc_2_1", "icc_2_k", "alpha_interval", "alpha_ordinal", "kendall_w"]
    assert (found["icc_2_1"]["items"], found["icc_2_1"]["raters"]) == (3, 4)  # rated by all four
    assert (found["alpha_interval"]["items"], found["alpha_interval"]["raters"]) == (5, 4)
    assert all(one["note"]["zh"] and one["note"]["en"] for one in found.values())


def test_shared_table_has_the_published_coefficients(tmp_path):
    """Shrout & Fleiss (1979) in steps of 5 %: ICC and W do not mind a factor."""
    table = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    codes = ["4.1.2", "4.1.3", "4.1.4", "4.2.2", "4.2.3", "4.3.2"]
    files = {
        f"ratings/j{judge}.toml": sheet(
            f"j{judge}", {code: 5 * row[judge] for code, row in zip(codes, table, strict=True)}
        )
        for judge in range(4)
    }
    found = coefficients(project(tmp_path, files=files))
    assert Decimal(found["icc_2_1"]["value"]) == Decimal("0.289764")
    assert Decimal(found["icc_2_k"]["value"]) == Decimal("0.620051")
    assert Decimal(found["kendall_w"]["value"]) == Decimal("0.887037")
    assert found["icc_2_1"]["low"].startswith("0.018")  # psych prints 0.019
    assert found["icc_2_1"]["level"] == "0.95"


FIVE = ("4.1.2", "4.1.3", "4.1.4", "4.2.2", "4.2.3")


@pytest.mark.parametrize(("items", "given"), [(4, False), (5, True)])
def test_fewer_than_five_common_items_give_no_coefficient(tmp_path, items, given):
    """Shrout & Fleiss's first items: what two or three say of a team is chance."""
    table = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9]][:items]
    files = {
        f"ratings/j{judge}.toml": sheet(
            f"j{judge}", {code: 5 * row[judge] for code, row in zip(FIVE, table, strict=False)}
        )
        for judge in range(4)
    }
    kit = project(tmp_path, files=files)
    found = coefficients(kit)
    assert {one["value"] is not None for one in found.values()} == {given}
    assert {pair["kappa"] is not None for pair in data(kit)["agreement"]["pairs"]} == {given}
    assert [one["items"] for one in data(kit)["agreement"]["leniency"]] == [items] * 4  # a description, not a figure
    if not given:
        assert found["icc_2_1"]["note"] == {
            "en": "4 items rated by all, too few (it takes 5)",
            "zh": "全体评过的条款仅 4 个，太少（至少需要 5 个）",
        }
        assert found["alpha_ordinal"]["note"]["en"] == "4 items rated by two or more, too few (it takes 5)"
        assert "太少（至少需要 5 个）" in kit.run("consensus", language="zh").assert_success().out


@pytest.mark.parametrize(
    ("votes", "none", "said"),
    [
        ({"a": {"4.1.2": 40, "4.1.3": 50}, "b": {"4.2.2": 40, "4.2.3": 50}}, "all", "rated: 0"),
        ({"a": {"4.1.2": 45, "4.1.3": 45}, "b": {"4.1.2": 45, "4.1.3": 45}}, "all", "2 items rated by all, too few"),
        ({"a": dict.fromkeys(FIVE, 45), "b": dict.fromkeys(FIVE, 45)}, "all", "alike"),
        ({"a": {"4.1.2": 40}, "b": {"4.1.2": 50}}, "all", "1 item rated by all, too few"),
        ({"a": dict.fromkeys(FIVE, 40), "b": dict.fromkeys(FIVE, 50)}, {"kendall_w"}, "no order"),
        ({"a": {"4.1.2": "na"}, "b": {"4.1.2": "na"}}, "all", "rated: 0"),
        ({"a": {"4.1.2": "na"}, "b": {"4.1.2": 40}}, "all", "rated: 0"),
    ],
)
def test_degenerate_rounds_have_reasons_instead_of_figures(tmp_path, votes, none, said):
    kit = project(tmp_path, files={f"ratings/{name}.toml": sheet(name, one) for name, one in votes.items()})
    found = coefficients(kit)
    expected = set(found) if none == "all" else none
    empty = {key for key, one in found.items() if one["value"] is None}
    assert expected <= empty
    assert any(said in one["note"]["en"] for one in found.values() if one["value"] is None)
    assert all(one["note"]["zh"] and one["low"] is None for key, one in found.items() if key in empty)
    for language in ("en", "zh"):
        out = kit.run("consensus", "--all", language=language).assert_success().out
        assert not re.search(r"\bnan\b", out, re.IGNORECASE)
    kit.run("check")  # filterwarnings = error: no warning either


def test_one_percent_against_not_applicable_is_discussed(tmp_path):
    kit = project(
        tmp_path,
        files={"ratings/a.toml": sheet("a", {"4.1.2": "na"}), "ratings/b.toml": sheet("b", {"4.1.2": 40})},
    )
    (one,) = data(kit)["agreement"]["items"]
    assert (one["raters"], one["low"], one["high"], one["proposal"]) == (1, "40", "40", None)
    assert one["discuss"][0]["zh"] == "2 人中有 1 人认为不适用"


def test_many_assessors_get_the_weakest_pairs_instead_of_a_matrix(tmp_path):
    codes = FIVE
    files = {
        f"ratings/a{n}.toml": sheet(
            f"a{n}", {code: 5 * (4 + (n * 7 + i * 3 + n * i) % 11) for i, code in enumerate(codes)}
        )
        for n in range(12)
    }
    kit = project(tmp_path, files=files)
    out = kit.run("consensus").assert_success().out
    assert "the 10 weakest of 66" in out
    assert "weakest" not in kit.run("consensus", "--all").assert_success().out
    assert len(data(kit)["agreement"]["pairs"]) == 66


def test_differences_below_zero_bear_a_minus_sign(kit):
    out = kit.run("consensus", "--all").assert_success().out
    assert re.search(r" \u2212\d", out)
    assert not re.search(r" -\d", out)
    assert all("\u2212" not in one["bias"] for one in data(kit)["agreement"]["leniency"])  # JSON keeps numbers
