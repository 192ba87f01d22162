"""The tables that pages show: published figures as Decimals, both languages, None where nothing is known."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from decimal import Decimal

import pytest
from scipy import stats
from tests.plugins.satisfaction.pls.conftest import BLOCKS, PATHS, model, quick

from zhuoyue import Exhibit, NumberColumn, Text, Visibility
from zhuoyue_plugins.satisfaction.pls import Answers, PathModel, analyse, path_model_exhibits

FULL = {"resamples": 120, "permutations": 19, "repeats": 1, "tolerance": 1e-12}
Tables = dict[str, Exhibit]


def tables(model_: PathModel, answers: Answers, **options: object) -> Tables:
    found = path_model_exhibits(
        analyse(model_, answers, quick(**options)),
        prefix="survey.model",
        source="survey",
        visibility=Visibility.CONFIDENTIAL,
        items=("4.3.2",),
        evidence=("survey.answers",),
    )
    return {exhibit.kind.removeprefix("satisfaction."): exhibit for exhibit in found}


@pytest.fixture(scope="module")
def full(ecsi: PathModel, mobi: Answers) -> Tables:
    groups = tuple("north" if at % 2 else "south" for at in range(250))
    titled = replace(mobi, groups=groups, titles={"CUSA1": Text(zh="总体满意度", en="Overall satisfaction")})
    return tables(ecsi, titled, **FULL)


def test_every_table_is_there_and_says_where_it_belongs(full: Tables) -> None:
    assert set(full) == {
        "paths",
        "effects",
        "importance",
        "constructs",
        "items",
        "discriminant",
        "cross-loadings",
        "weak-spots",
        "groups",
        "group-constructs",
        "prediction",
    }
    for word, exhibit in full.items():
        assert (exhibit.id, exhibit.source) == (f"survey.model.{word}", "survey")
        assert (exhibit.visibility, exhibit.items) == (Visibility.CONFIDENTIAL, ("4.3.2",))
        assert exhibit.evidence == ("survey.answers",)
        assert all(text.zh and text.en for text in (exhibit.title, exhibit.method, *exhibit.notes))
        assert all(column.title.zh and column.title.en for column in exhibit.columns)
        assert Exhibit.model_validate_json(exhibit.model_dump_json()) == exhibit
        assert exhibit.count


def test_figures_are_the_published_ones(full: Tables) -> None:
    row = full["paths"].pick(**{"from-id": "Quality", "to-id": "Satisfaction"})
    assert row
    assert row["coefficient"] == Decimal("0.512024")
    row = full["constructs"].pick(**{"construct-id": "Loyalty"})
    assert row
    assert (row["alpha"], row["rho-c"], row["ave"]) == tuple(map(Decimal, ("0.472399", "0.721706", "0.517305")))
    assert row["r2"] == Decimal("0.456944")
    row = full["items"].pick(item="CUSL2")
    assert row
    assert (row["loading"], row["weight"]) == (Decimal("0.202022"), Decimal("0.114270"))
    assert isinstance(row["flag"], Text)
    assert "0.202" in row["flag"].zh
    row = full["effects"].pick(**{"from-id": "Image", "to-id": "Loyalty"})
    assert row
    assert row["total"] == Decimal("0.398732")
    assert row["indirect"] == Decimal("0.202977")  # 0.398732 − 0.195755


def test_importance_and_performance(full: Tables) -> None:
    rows = list(full["importance"].rows())
    assert [
        (str(row["construct-id"]), row["importance"], round(Decimal(str(row["performance"])), 2)) for row in rows
    ] == [
        ("Quality", Decimal("0.620762"), Decimal("74.98")),
        ("Expectation", Decimal("0.417868"), Decimal("72.47")),
        ("Image", Decimal("0.389727"), Decimal("73.53")),
        ("Value", Decimal("0.194765"), Decimal("62.35")),
    ]
    # Means: importance .4058, performance 70.83. That of Expectation, 72.47 ± 1.75, cannot be told from it.
    said = ["keep up (important, high)", "important, about average", "no more effort", "minor"]
    assert all(str(row["quadrant"]).startswith(one) for row, one in zip(rows, said, strict=True))


def test_interval_of_performance(full: Tables, mobi: Answers) -> None:
    """Held against the mean of the respondents' own indices, computed from the answers with the weights shown."""
    weights = {str(row["item"]): float(row["index-weight"]) for row in full["items"].rows() if row["index-weight"]}
    items = [name for name in mobi.items if name.startswith("PERQ")]
    own = sum(weights[name] * (mobi.values[:, mobi.items.index(name)] - 1) / 9 * 100 for name in items)
    half = stats.t.ppf(0.975, len(own) - 1) * own.std(ddof=1) / len(own) ** 0.5
    row = full["importance"].pick(**{"construct-id": "Quality"})
    assert row
    ends = [float(Decimal(str(row[f"performance-{end}"]))) for end in ("low", "high")]
    assert ends == pytest.approx([own.mean() - half, own.mean() + half], abs=1e-4)


def test_what_is_unknown_is_none(full: Tables) -> None:
    row = full["constructs"].pick(**{"construct-id": "Complaints"})
    assert row
    assert [row[key] for key in ("alpha", "rho-a", "rho-c", "ave")] == [None] * 4
    row = full["constructs"].pick(**{"construct-id": "Image"})
    assert row
    assert (row["r2"], row["r2-adjusted"], row["r2-low"]) == (None, None, None)
    row = full["effects"].pick(**{"from-id": "Image", "to-id": "Quality"})
    assert row
    assert row["direct"] is None
    row = full["effects"].pick(**{"from-id": "Value", "to-id": "Satisfaction"})
    assert row
    assert row["indirect"] is None


def test_without_bootstrap_nothing_is_significant_or_not(ecsi: PathModel, mobi: Answers) -> None:
    found = tables(ecsi, mobi)
    assert not {"groups", "group-constructs", "prediction"} & set(found)
    assert set(found["paths"].texts("significant")) == {None}
    assert set(found["paths"].numbers("low")) == {None}
    assert "No intervals" in found["paths"].method.en


def test_intervals_hold_their_estimates(full: Tables) -> None:
    for row in full["paths"].rows():
        low, value, high, p = (Decimal(str(row[key])) for key in ("low", "coefficient", "high", "p"))
        assert low < value < high
        assert (str(row["significant"]) == "yes") == (p < Decimal("0.05"))
    assert "120 of 120 bootstrap resamples" in full["paths"].method.en
    assert "随机种子 19580" in full["paths"].method.zh


def test_counts_are_whole(full: Tables) -> None:
    assert full["items"].numbers("missing") == (Decimal(0),) * 24
    column = full["groups"].column("n")
    assert isinstance(column, NumberColumn)
    assert column.model_dump(mode="json")["values"][0] == "125"


def test_titles_are_what_readers_see(full: Tables) -> None:
    row = full["items"].pick(item="CUSA1")
    assert row
    assert row["question"] == Text(zh="总体满意度", en="Overall satisfaction")


def test_warnings_reach_the_reader(ecsi: PathModel, mobi: Answers) -> None:
    few = tables(ecsi, replace(mobi, values=mobi.values[:35]))
    assert any("ten-times rule" in note.en for note in few["paths"].notes)


def test_formative_block_has_no_reliability(mobi: Answers) -> None:
    found = tables(model(BLOCKS, PATHS, modes=["Image"]), mobi)
    row = found["constructs"].pick(**{"construct-id": "Image"})
    assert row
    assert row["alpha"] is None
    assert str(row["mode"]) == "formative (B)"
    assert "importance" not in found
    pair = found["discriminant"].pick(**{"from-id": "Image", "to-id": "Quality"})
    assert pair
    assert pair["htmt"] is None


def test_nothing_heavy_is_loaded_before_it_is_needed() -> None:
    code = "import sys, zhuoyue_plugins.satisfaction.pls; print({'numpy', 'scipy', 'pandas'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"
