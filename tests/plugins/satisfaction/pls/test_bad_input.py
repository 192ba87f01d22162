"""Models and answers that are wrong: each message names what, where, and what was expected; the rest goes on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from tests.plugins.satisfaction.pls.conftest import BLOCKS, QUICK, answers, model, quick

from zhuoyue import InputError, Visibility
from zhuoyue_plugins.satisfaction.pls import (
    Analysis,
    Answers,
    PathModel,
    analyse,
    check_model,
    fill,
    path_model_exhibits,
    read_preset,
)

HAN = re.compile(r"[\u4e00-\u9fff]")


def notes(result: Analysis, code: str) -> list[str]:
    found = [note for note in result.notes if note.code == code]
    assert all(HAN.search(note.text.zh) for note in found)
    return [note.text.en for note in found]


def changed(mobi: Answers, item: str, value: float, rows: Sequence[int] | slice = slice(None)) -> Answers:
    values = mobi.values.copy()
    values[rows, mobi.items.index(item)] = value
    return replace(mobi, values=values)


@pytest.mark.parametrize(
    ("blocks", "paths", "target", "expected"),
    [
        ({"A": ("a",), "B": ()}, [("A", "B")], "", ["construct 'B' has no items"]),
        ({"A": ("a", "b"), "B": ("b",)}, [("A", "B")], "", ["item 'b' is listed 2 times (A, B)"]),
        ({"Value": ("a",), "B": ("b",)}, [("Valeu", "B")], "", ["no construct 'Valeu' – did you mean 'Value'?"]),
        ({"A": ("a",), "B": ("b",), "C": ("c",)}, [("A", "B")], "", ["no path begins or ends at construct 'C'"]),
        (
            {"A": ("a",), "B": ("b",), "C": ("c",), "D": ("d",)},
            [("D", "A"), ("A", "B"), ("B", "C"), ("C", "A")],
            "",
            ["paths form a circle: A → B → C → A"],
        ),
        ({"A": ("a",), "B": ("b",)}, [("A", "A"), ("A", "B")], "", ["path A → A leads back to itself"]),
        ({"A": ("a",), "B": ("b",)}, [("A", "B"), ("A", "B")], "", ["path A → B is listed 2 times"]),
        ({"A": ("a",), "B": ("b",)}, [], "", ["the model has no paths"]),
        ({"A": ("a",)}, [], "", ["two constructs at least", "no paths"]),
        ({"A": ("a",), "B": ("b",)}, [("A", "B")], "b", ["target: there is no construct 'b' – did you mean 'B'?"]),
        ({"A": ("a",), "B": ("b",)}, [("A", "B")], "A", ["target 'A' has no causes", "expected one of: B"]),
        ({"A": (), "B": ("b", "b")}, [("A", "X")], "", ["'A' has no items", "'b' is listed 2 times", "'X'"]),
    ],
)
def test_faulty_models(
    blocks: dict[str, tuple[str, ...]], paths: list[tuple[str, str]], target: str, expected: list[str]
) -> None:
    faults = check_model(model(blocks, paths, target=target), "survey.toml:12: model")
    said = "\n".join(fault.text() for fault in faults)
    assert all(part in said for part in expected), said
    assert all(fault.where == "survey.toml:12: model" and HAN.search(fault.zh) for fault in faults)


def test_same_name_twice() -> None:
    one = model({"A": ("a",), "B": ("b",)}, [("A", "B")])
    double = one.model_copy(update={"constructs": (*one.constructs, one.constructs[0])})
    said = [fault.en for fault in check_model(double)]
    assert any("construct 'A' is defined 2 times" in text for text in said)


def test_sound_model_has_no_faults(ecsi: PathModel) -> None:
    assert check_model(ecsi) == ()


def test_unknown_item_is_named_with_the_nearest(ecsi: PathModel, mobi: Answers) -> None:
    blocks = {**BLOCKS, "Complaints": ("CUSCOO",)}
    with pytest.raises(InputError, match="construct 'Complaints': there is no item 'CUSCOO' – did you mean 'CUSCO'"):
        analyse(model(blocks, ecsi.paths), mobi, QUICK)


def test_three_answers_refuse_the_model_only(ecsi: PathModel, mobi: Answers) -> None:
    with pytest.raises(InputError) as caught:
        analyse(ecsi, replace(mobi, values=mobi.values[:3]), QUICK, "survey.toml: model")
    assert len(caught.value.faults) == 1
    assert "needs 30 usable answers at least, there are 3" in caught.value.text()
    assert "至少需要 30 份可用答卷，现有 3 份" in caught.value.text("zh")


def test_no_answers_at_all(ecsi: PathModel, mobi: Answers) -> None:
    with pytest.raises(InputError, match="there are 0"):
        analyse(ecsi, replace(mobi, values=mobi.values[:0]), QUICK)


def test_casewise_leaves_nobody(ecsi: PathModel, mobi: Answers) -> None:
    values = mobi.values.copy()
    values[np.arange(250), np.arange(250) % 24] = np.nan
    with pytest.raises(InputError, match="there are 0"):
        analyse(ecsi, replace(mobi, values=values), quick(missing="casewise"))
    assert analyse(ecsi, replace(mobi, values=values), QUICK).fit.n == 250


def test_constant_item_is_left_out(ecsi: PathModel, mobi: Answers) -> None:
    result = analyse(ecsi, changed(mobi, "IMAG3", 7), QUICK)
    assert "IMAG3" not in result.fit.items
    assert "IMAG3" not in result.fit.model.items
    assert notes(result, "path-model-constant-item") == [
        "item 'IMAG3' has the same answer everywhere and is left out: a constant explains nothing"
    ]
    blocks = {**BLOCKS, "Image": ("IMAG1", "IMAG2", "IMAG4", "IMAG5")}
    expected = analyse(model(blocks, ecsi.paths), mobi, QUICK)
    np.testing.assert_allclose(result.fit.paths, expected.fit.paths)


def test_item_nobody_answered_is_left_out(ecsi: PathModel, mobi: Answers) -> None:
    for missing in ("mean", "casewise"):
        result = analyse(ecsi, changed(mobi, "PERQ2", np.nan), quick(missing=missing))
        assert notes(result, "path-model-empty-item") == ["item 'PERQ2' has no answer at all and is left out"]
        assert result.fit.n == 250


def test_construct_that_loses_its_last_item_refuses_the_model(ecsi: PathModel, mobi: Answers) -> None:
    with pytest.raises(InputError, match="construct 'Complaints' has no usable item left: every one of CUSCO is"):
        analyse(ecsi, changed(mobi, "CUSCO", 4), QUICK)


def test_item_constant_only_among_complete_rows(ecsi: PathModel, mobi: Answers) -> None:
    values = mobi.values.copy()
    values[:, mobi.items.index("IMAG2")] = 6
    values[:20, mobi.items.index("IMAG2")] = 3
    values[:20, mobi.items.index("IMAG1")] = np.nan
    result = analyse(ecsi, replace(mobi, values=values), quick(missing="casewise"))
    assert "IMAG2" not in result.fit.items
    assert result.fit.n == 230


def test_answers_outside_the_scale_count_as_missing(ecsi: PathModel, mobi: Answers) -> None:
    wrong = changed(changed(mobi, "CUSA1", 11, [4]), "CUSA1", -99, [7, 9])
    wrong = replace(wrong, rows=tuple(f"survey.csv:row {number + 2}" for number in range(250)))
    result = analyse(ecsi, wrong, QUICK)
    assert notes(result, "path-model-out-of-scale") == [
        (
            "item 'CUSA1': 3 answers outside its scale 1–10 taken as missing "
            "(survey.csv:row 6: 11; survey.csv:row 9: -99; survey.csv:row 11: -99)"
        )
    ]
    assert result.fit.missing[result.fit.items.index("CUSA1")] == 3
    one = analyse(ecsi, changed(mobi, "CUSA1", 0, [4]), QUICK).notes[0].text
    assert "1 answer outside its scale 1–10 taken as missing (row 5: 0)" in one.en
    assert "（第 5 行: 0）" in one.zh
    blank = analyse(ecsi, changed(mobi, "CUSA1", np.nan, [4, 7, 9]), QUICK)
    np.testing.assert_allclose(result.fit.paths, blank.fit.paths)
    infinite = analyse(ecsi, changed(mobi, "CUSA1", np.inf, [4, 7, 9]), QUICK)
    np.testing.assert_allclose(infinite.fit.paths, blank.fit.paths)


def test_mixed_scales_are_said_and_counted_each_on_its_own(ecsi: PathModel, mobi: Answers) -> None:
    values = mobi.values.copy()
    values[:, mobi.items.index("CUSA2")] = (values[:, mobi.items.index("CUSA2")] - 1) / 9 * 4 + 1
    mixed = replace(mobi, values=values, scales={**mobi.scales, "CUSA2": (1, 5)})
    result, plain = analyse(ecsi, mixed, QUICK), analyse(ecsi, mobi, QUICK)
    assert notes(result, "path-model-mixed-scales") == [
        "construct 'Satisfaction' mixes scales (1–5, 1–10); each item counts on its own scale"
    ]
    np.testing.assert_allclose(result.fit.paths, plain.fit.paths, atol=1e-9)
    np.testing.assert_allclose(result.fit.index, plain.fit.index)


def test_formative_block_with_a_redundant_item_is_not_identified(ecsi: PathModel, mobi: Answers) -> None:
    double = replace(
        mobi,
        items=(*mobi.items, "COPY"),
        values=np.column_stack([mobi.values, mobi.values[:, mobi.items.index("IMAG1")]]),
    )
    blocks = {**BLOCKS, "Image": (*BLOCKS["Image"], "COPY")}
    with pytest.raises(InputError) as caught:
        analyse(model(blocks, ecsi.paths, modes=["Image"]), double, QUICK)
    assert "construct 'Image' (mode B) is not identified" in caught.value.text()
    assert "use mode A" in caught.value.text()
    assert analyse(model(blocks, ecsi.paths), double, QUICK).fit.n == 250


def test_two_causes_that_are_one_are_not_identified(ecsi: PathModel, mobi: Answers) -> None:
    double = replace(
        mobi,
        items=(*mobi.items, "COPY"),
        values=np.column_stack([mobi.values, mobi.values[:, mobi.items.index("CUSCO")]]),
    )
    blocks = {"One": ("CUSCO",), "Two": ("COPY",), "Loyalty": BLOCKS["Loyalty"]}
    with pytest.raises(InputError, match="paths to 'Loyalty' are not identified: of its causes One, Two"):
        analyse(model(blocks, [("One", "Loyalty"), ("Two", "Loyalty")]), double, QUICK)


def test_more_formative_items_than_answers(ecsi: PathModel, mobi: Answers) -> None:
    few = replace(mobi, values=mobi.values[:8])
    with pytest.raises(InputError, match="needs 9 usable answers at least, there are 8"):
        analyse(model(BLOCKS, ecsi.paths, modes=["Quality"]), few, quick(least_answers=5))


def test_no_convergence_is_refused(ecsi: PathModel, mobi: Answers) -> None:
    with pytest.raises(InputError) as caught:
        analyse(ecsi, mobi, quick(max_iterations=2))
    assert "did not settle in 2 steps" in caught.value.text()
    assert "max_iterations" in caught.value.text("zh")


def test_small_samples_are_warned_of(ecsi: PathModel, mobi: Answers) -> None:
    assert notes(analyse(ecsi, mobi, QUICK), "path-model-small-sample") == []
    found = notes(analyse(ecsi, replace(mobi, values=mobi.values[:38]), QUICK), "path-model-small-sample")
    # Four paths lead to satisfaction; (2.486 / 0.2)² = 154.5.
    assert [re.findall(r"\d+ answers are fewer than (\d+)", text) for text in found] == [["40"], ["155"]]


def test_much_missing_is_warned_of(ecsi: PathModel, mobi: Answers) -> None:
    result = analyse(ecsi, changed(mobi, "IMAG5", np.nan, slice(0, 40)), QUICK)
    assert "16.0 % of the answers are missing" in notes(result, "path-model-missing")[0]


def test_respondents_without_any_answer_are_left_out(ecsi: PathModel, mobi: Answers) -> None:
    values = mobi.values.copy()
    values[3] = np.nan
    result = analyse(ecsi, replace(mobi, values=values), QUICK)
    assert (result.fit.n, result.fit.dropped, bool(result.fit.used[3])) == (249, 1, False)
    assert "1 of 250 respondents" in notes(result, "path-model-rows-left-out")[0]


def test_reversed_item_is_flagged_and_the_index_withheld(ecsi: PathModel, mobi: Answers) -> None:
    at = mobi.items.index("CUSA2")
    values = mobi.values.copy()
    values[:, at] = 11 - values[:, at]
    result = analyse(ecsi, replace(mobi, values=values), QUICK)
    flag = next(flag for flag in result.flags if flag.kind == "negative-weight")
    assert flag.subject == ("CUSA2",)
    assert "is it reversed?" in flag.text.en
    assert np.isnan(result.fit.index[result.fit.constructs.index("Satisfaction")])


def test_presets_name_what_they_do_not_know() -> None:
    with pytest.raises(InputError, match="no preset model 'ecsl' – did you mean 'ecsi'"):
        read_preset("ecsl")
    with pytest.raises(InputError) as caught:
        fill(read_preset("acsi"), {"qualty": ["a"]}, without=["imag"])
    said = caught.value.text()
    assert "no construct 'qualty' – did you mean 'quality'?" in said
    assert "no construct 'imag'" in said
    assert "construct 'loyalty' has no items" in said


def test_unscaled_answers_are_finite_numbers_only() -> None:
    chance = np.random.default_rng(1)
    base = chance.normal(size=(50, 1))
    values = base + chance.normal(size=(50, 4))
    given = answers(values, "abcd")
    given = replace(given, scales={})
    fit = analyse(model({"A": ("a", "b"), "B": ("c", "d")}, [("A", "B")]), given, QUICK).fit
    assert np.isnan(fit.index).all()
    assert np.isfinite(fit.paths).all()


def test_an_item_and_its_mirror_leave_figures_unknown_not_wrong(ecsi: PathModel, mobi: Answers) -> None:
    at = mobi.items.index("PERV1")
    values = mobi.values.copy()
    values[:, mobi.items.index("PERV2")] = 11 - values[:, at]
    result = analyse(ecsi, replace(mobi, values=values), quick(resamples=100, repeats=1))
    place = result.fit.constructs.index("Value")
    assert np.isnan([result.quality.alpha[place], result.quality.rho_c[place], result.fit.index[place]]).all()
    assert {flag.subject for flag in result.flags if flag.kind == "negative-weight"} <= {("PERV1",), ("PERV2",)}
    exhibits = path_model_exhibits(result, prefix="s", source="s", visibility=Visibility.PUBLIC)
    row = next(one for one in exhibits if one.kind.endswith("constructs")).pick(**{"construct-id": "Value"})
    assert row
    assert (row["alpha"], row["rho-c"], row["index"]) == (None, None, None)
