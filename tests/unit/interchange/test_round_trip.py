"""What is exported and imported again is identical: every shipped pack, every format; then invented models."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest
import tomli
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhuoyue.criteria_file import CriteriaFile, criteria_of, read_criteria
from zhuoyue.interchange import oscal_catalog, rows, table_files, toml_file
from zhuoyue.interchange.file_data import file_data
from zhuoyue.interchange.oscal_reading import read_catalog
from zhuoyue.interchange.schema import schema
from zhuoyue.model.criteria import Criteria
from zhuoyue.toml import TomlFile

PLUGINS = Path(__file__).parents[3] / "plugins/zhuoyue_plugins"
INSTANT = datetime(2026, 1, 1, tzinfo=UTC)


def _packs() -> Iterator[Criteria]:
    for path in sorted(PLUGINS.glob("*/*.toml")):
        text = path.read_text("utf-8")
        if "[[categories]]" in text:
            yield Criteria.model_validate(tomli.loads(text))


PACKS = tuple(_packs())
NAMES = [one.id for one in PACKS]


def test_every_model_of_the_plugins_is_here() -> None:
    assert len(PACKS) >= 13
    assert {"gbt19580-2004", "gbt19580-2012", "baldrige-2023", "efqm-2025", "caf-2020"} <= set(NAMES)


def again_toml(file: CriteriaFile) -> CriteriaFile:
    data = tomli.loads(toml_file.dumps(file, "a comment"))
    return criteria_of(TomlFile("again.toml", data))


def again_rows(table: list[rows.Row]) -> CriteriaFile:
    return criteria_of(rows.from_rows("again", enumerate(table, 2)))


def again_oscal(criteria: Criteria, language: str) -> Criteria:
    document = json.loads(json.dumps(oscal_catalog(criteria, INSTANT, language)))
    return criteria_of(read_catalog("again.json", document).file).criteria


@pytest.mark.parametrize("pack", PACKS, ids=NAMES)
def test_a_shipped_pack_is_the_same_again(pack: Criteria, tmp_path: Path) -> None:
    file = CriteriaFile(pack)
    assert again_toml(file).criteria == pack
    table = rows.to_rows(file)
    assert again_rows(table).criteria == pack
    path = tmp_path / "model.csv"
    path.write_bytes(table_files.csv_text(table).encode("utf-8-sig"))
    assert [row for _, row in table_files.read_csv(path)] == table
    assert again_oscal(pack, "en") == pack
    assert again_oscal(pack, "zh") == pack


def test_a_workbook_gives_the_rows_of_every_pack_again(tmp_path: Path) -> None:
    table = [row for pack in PACKS for row in rows.to_rows(CriteriaFile(pack))]
    path = tmp_path / "models.xlsx"
    path.write_bytes(table_files.xlsx_bytes(table))
    assert [row for _, row in table_files.read_xlsx(path)] == table


@pytest.mark.parametrize("pack", PACKS, ids=NAMES)
def test_a_shipped_pack_fits_the_json_schema(pack: Criteria) -> None:
    data = tomli.loads(toml_file.dumps(CriteriaFile(pack)))
    jsonschema.Draft202012Validator(schema()).validate(data)


def test_the_schema_is_one_and_refuses_what_the_reader_refuses() -> None:
    found = schema()
    jsonschema.Draft202012Validator.check_schema(found)
    data = file_data(CriteriaFile(PACKS[0]))
    data = tomli.loads(toml_file.dumps_data(data))
    validator = jsonschema.Draft202012Validator(found)
    for change in ({"colour": "red"}, {"id": "With Spaces"}, {"roll_up": "average"}, {"categories": []}, {"title": ""}):
        assert not validator.is_valid(data | change), change
    for key in ("id", "scheme", "categories", "title"):
        assert not validator.is_valid({name: value for name, value in data.items() if name != key}), key


def test_wording_under_a_licence_is_written_nowhere() -> None:
    pack = next(one for one in PACKS if one.id == "gbt19580-2012")
    owned = pack.model_copy(update={"own_wording": ("4.1.2",)})
    licensed, free = (pack.resolve(code) for code in ("4.1.2", "4.1.3"))
    assert licensed.text is not None
    assert free.text is not None
    file = CriteriaFile(owned)
    written = (
        toml_file.dumps(file),
        table_files.csv_text(rows.to_rows(file)),
        json.dumps(oscal_catalog(owned, INSTANT), ensure_ascii=False),
    )
    for text in written:
        assert free.text.zh in text
        assert licensed.title.zh in text
        for words in (licensed.text.zh, licensed.text.en, licensed.topics[0].title.en):
            assert words not in text


# ---- invented models ---------------------------------------------------------------------------------------------

# Whatever a keyboard writes: quotes, backslashes, what spreadsheets take for formulas, lines, Han, astral characters.
WORDS = st.text("ab \"'\\=+-@\t\n,;|#[]{}_x005F…→ 卓越é😀\x7f\u2028\u00a0", min_size=1, max_size=12).filter(
    lambda text: bool(text.replace("\x7f", "").strip())
)
WORD = st.sampled_from(["a", "1", "1.1", "P.1a", "(a)", "一", "GP 2.1", "a.b-c"])
TEXT = st.one_of(
    st.fixed_dictionaries({"zh": WORDS, "en": WORDS}),
    st.fixed_dictionaries({"zh": WORDS}),
    st.fixed_dictionaries({"en": WORDS}),
)
CODE = st.sampled_from(["1", "1.1", "4.10", "A1.2", "10.3.2"])
THEME = st.sampled_from(["leadership", "customers", "results"])
POINTS = st.decimals(Decimal("0.01"), 1000, places=2)
TOPICS = st.recursive(
    st.lists(
        st.fixed_dictionaries({"key": WORD, "title": TEXT}, optional={"text": TEXT}),
        max_size=2,
        unique_by=lambda one: one["key"],
    ),
    lambda inner: st.lists(
        st.fixed_dictionaries({"key": WORD, "title": TEXT}, optional={"text": TEXT, "topics": inner}),
        max_size=2,
        unique_by=lambda one: one["key"],
    ),
    max_leaves=4,
)
ITEM = st.fixed_dictionaries(
    {"code": CODE, "title": TEXT, "kind": st.sampled_from(["process", "result"]), "points": POINTS},
    optional={
        "text": TEXT,
        "theme": THEME,
        "scheme": st.just("radar"),
        "verified": st.booleans(),
        "topics": TOPICS,
        "levels": st.dictionaries(st.sampled_from("012345"), TEXT, max_size=2),
    },
)
CATEGORY = st.fixed_dictionaries(
    {"code": WORD, "title": TEXT, "theme": THEME, "items": st.lists(ITEM, min_size=1, max_size=2)},
    optional={"text": TEXT, "scheme": st.sampled_from(["holistic", "maturity"])},
)


@st.composite
def models(draw: st.DrawFn) -> Criteria:
    """Invent a model: with points or without, every optional field there or not."""
    categories = draw(st.lists(CATEGORY, min_size=1, max_size=2, unique_by=lambda one: one["code"]))
    for number, item in enumerate(item for category in categories for item in category["items"]):
        item["code"] = f"{item['code']}.{number}"
    optional = {
        "note": TEXT,
        "trademark": TEXT,
        "profile": st.lists(st.fixed_dictionaries({"code": WORD, "title": TEXT}, optional={"text": TEXT}), max_size=2),
        "score_bands": st.lists(
            st.fixed_dictionaries(
                {"number": st.integers(1, 8), "low": POINTS, "high": POINTS, "title": TEXT},
                optional={"kind": st.just("process"), "verified": st.booleans()},
            ),
            max_size=2,
        ),
        "departures": st.lists(
            st.fixed_dictionaries(
                {"kind": st.sampled_from(["added", "points"]), "reason": TEXT},
                optional={"item": CODE, "title": TEXT, "before": CODE, "after": CODE},
            ),
            max_size=2,
        ),
    }
    data = draw(st.fixed_dictionaries({"title": TEXT}, optional=optional))
    data |= {"id": "our-1", "family": "our", "edition": "1", "scheme": "holistic", "categories": categories}
    if draw(st.booleans()):
        data["total"] = sum(item["points"] for category in categories for item in category["items"])
    else:
        data["roll_up"] = draw(st.sampled_from(["mean", "lowest"]))
        for category in categories:
            for item in category["items"]:
                del item["points"]
    return Criteria.model_validate(data)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(model=models())
def test_an_invented_model_is_the_same_again(model: Criteria, tmp_path: Path) -> None:
    file = CriteriaFile(model)
    path = tmp_path / "model.toml"
    path.write_text(toml_file.dumps(file), "utf-8", newline="")
    assert read_criteria(path).criteria == model
    table = rows.to_rows(file)
    path = tmp_path / "model.csv"
    path.write_bytes(table_files.csv_text(table).encode("utf-8-sig"))
    assert criteria_of(rows.from_rows("model.csv", table_files.read_csv(path))).criteria == model
    for language in ("zh", "en"):
        assert again_oscal(model, language) == model


@settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(model=models())
def test_an_invented_model_is_the_same_again_from_a_workbook(model: Criteria, tmp_path: Path) -> None:
    path = tmp_path / "model.xlsx"
    path.write_bytes(table_files.xlsx_bytes(rows.to_rows(CriteriaFile(model))))
    assert criteria_of(rows.from_rows("model.xlsx", table_files.read_xlsx(path))).criteria == model
