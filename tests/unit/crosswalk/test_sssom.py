"""SSSOM TSV: by the published rules, there and back the same, and every fault by line and column."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from zhuoyue.crosswalk.files import known_crosswalks, read_crosswalk, to_toml
from zhuoyue.crosswalk.sssom_reading import from_sssom
from zhuoyue.crosswalk.sssom_writing import to_sssom
from zhuoyue.errors import InputError
from zhuoyue.model.criteria import Criteria
from zhuoyue.model.crosswalk import Crosswalk, Link, Relation
from zhuoyue.model.projection import WayKind
from zhuoyue.model.text import Text

EQUAL, SUBSET, SUPERSET, INTERSECT = Relation
PREDICATES = {EQUAL: "exactMatch", SUBSET: "broadMatch", SUPERSET: "narrowMatch", INTERSECT: "relatedMatch"}
REQUIRED = {"subject_id", "predicate_id", "object_id", "mapping_justification"}
"""Slots that the SSSOM schema wants of every mapping."""
WALK = Crosswalk(
    source="a",
    target="b",
    note=Text(zh="自拟：\t并非标准", en="Our own reading: 'none' of # these"),
    links=(
        Link(source="1.1", target="4.1.2 f", relation=EQUAL, strength=Decimal("0.9")),
        Link(source="1.2a–b", target="4.1.3", relation=SUBSET, note=Text(zh="甲\t乙\n“丙”", en='one\ttwo\n"three"')),
        Link(source="1.3", target="4.1.4.2", relation=SUPERSET, strength=Decimal(0), note=Text(zh="只有中文")),
        Link(source="2.1", target="4.1.4", relation=INTERSECT, note=Text(en="English only")),
        Link(source="P.1", target="P.1", relation=INTERSECT),
    ),
)
HEAD = "#curie_map:\n#  a: urn:zhuoyue:a/\n#  b: urn:zhuoyue:b/\n#mapping_set_id: https://example.org/x\n"
COLUMNS = "subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence\n"


def parsed(text: str) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """Read SSSOM TSV as its documentation says: a head of YAML behind #, then tab-separated values."""
    lines = text.splitlines(keepends=True)
    head = yaml.safe_load("".join(line[1:] for line in lines if line.startswith("#")))
    table = io.StringIO("".join(line for line in lines if not line.startswith("#")))
    return head, list(csv.DictReader(table, delimiter="\t"))


def test_it_keeps_the_published_rules(models: Mapping[str, Criteria]) -> None:
    head, rows = parsed(to_sssom(WALK, models))
    assert {"mapping_set_id", "license", "curie_map"} <= head.keys()
    assert len(rows) == len(WALK.links)
    builtin = {"skos", "semapv", "xsd", "owl", "rdf", "rdfs", "sssom"}
    for row, link in zip(rows, WALK.links, strict=True):
        assert all(row[slot] for slot in REQUIRED)
        for slot in ("subject_id", "predicate_id", "object_id", "mapping_justification"):
            prefix, _, local = row[slot].partition(":")
            assert prefix in head["curie_map"].keys() | builtin
            assert local
            assert not set(local) & set(' \t\n"<>{}|\\^`')  # what no CURIE may hold
        assert row["predicate_id"] == f"skos:{PREDICATES[link.relation]}"
        assert not row["similarity_score"] or 0 <= float(row["similarity_score"]) <= 1
        assert bool(row["similarity_score"]) == (link.strength is not None)
        assert bool(row["similarity_measure"]) == bool(row["similarity_score"])
    declared = {one["slot_name"] for one in head["extension_definitions"]}
    known = REQUIRED | {"subject_label", "object_label", "similarity_score", "similarity_measure", "comment"}
    assert rows[0].keys() - known <= declared
    assert rows[0]["subject_label"] == "Item 1.1"


@pytest.mark.parametrize(
    ("way", "justified"),
    [
        (WayKind.DIRECT, "ManualMappingCuration"),
        (WayKind.INVERSE, "MappingInversion"),
        (WayKind.HUB, "MappingChaining"),
    ],
)
def test_it_says_how_a_mapping_came_about(models: Mapping[str, Criteria], way: WayKind, justified: str) -> None:
    _, rows = parsed(to_sssom(WALK, models, way))
    assert {row["mapping_justification"] for row in rows} == {f"semapv:{justified}"}


def test_there_and_back_it_is_the_same(models: Mapping[str, Criteria], tmp_path: Path) -> None:
    found = from_sssom(to_sssom(WALK, models), "x.tsv", models)
    assert found.crosswalk == WALK
    assert found.ignored == ()
    (tmp_path / "x.toml").write_text(to_toml(WALK), "utf-8")
    assert read_crosswalk(tmp_path / "x.toml", "x.toml", models).crosswalk == WALK


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1).map(str.strip).filter(bool)


@given(
    links=st.lists(
        st.builds(
            Link,
            source=st.sampled_from(["1.1", "1.2a", "1.3.4", "2.1 b"]),
            target=st.sampled_from(["4.1.2", "4.1.3 a–c"]),
            relation=st.sampled_from(Relation),
            strength=st.none() | st.decimals(0, 1, places=3),
            note=st.none() | st.builds(Text, zh=WORDS, en=WORDS),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_there_and_back_whatever_is_written(small: Callable[..., Criteria], links: list[Link]) -> None:
    models = {"a": small("a", "1.1 1.2 1.3 2.1"), "b": small("b", "4.1.2 4.1.3")}
    walk = Crosswalk(source="a", target="b", links=tuple(links))
    assert from_sssom(to_sssom(walk, models), "x.tsv", models).crosswalk == walk


def faults(text: str, models: Mapping[str, Criteria]) -> list[str]:
    with pytest.raises(InputError) as caught:
        from_sssom(text, "our.tsv", models)
    return [f"{one.where} | {one.en}" for one in caught.value.faults]


def test_every_fault_is_told_with_line_column_and_nearest_choice(models: Mapping[str, Criteria]) -> None:
    rows = [
        "a:1.1\tskos:exactMach\tb:4.1.2\tsemapv:X\t0.5",
        "a:1.1\tskos:exactMatch\tb:4.1.22\tsemapv:X\t0.5",
        "a:9\tskos:exactMatch\tb:4.1.2\tsemapv:X\t1.5",
        "a1.1\tskos:exactMatch\tefqm:4.1.2\tsemapv:X\t",
        "b:4.1.2\tskos:exactMatch\ta:1.1\tsemapv:X\t",
        "",
        "a:1.1\tskos:exactMatch\tb:4.1.2\tsemapv:X\t1\tand more",
    ]
    first = "a:1.1\tskos:broadMatch\tb:4.1.3\tsemapv:X\t0.5\n"
    found = faults(HEAD + COLUMNS + first + "\n".join(rows) + "\n", models)
    assert len(found) == 8
    text = "\n".join(found)
    assert "our.tsv:7: predicate_id | no relation 'skos:exactMach' – did you mean 'skos:exactMatch'?" in text
    assert "our.tsv:8: object_id | b has no item '4.1.22' – did you mean '4.1.2'?" in text
    assert "our.tsv:9: subject_id | a has no item '9'" in text
    assert "our.tsv:9: confidence | '1.5' is no number from 0 to 1" in text
    assert "our.tsv:10: subject_id | 'a1.1' is no CURIE" in text
    assert "our.tsv:10: object_id | no criteria 'efqm'" in text
    assert "our.tsv:11 | leads b > a, the rows above a > b; write one file for each pair" in text
    assert "our.tsv:13 | 6 cells, but 5 columns" in text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "holds no table"),
        ("#curie_map: [\n" + COLUMNS, "our.tsv:2 | the head (lines with #) is not YAML"),
        ("#just words\n" + COLUMNS, "our.tsv:1 | the head (lines with #) is no list"),
        (HEAD + "subject\tpredicate_id\tobject_id\n", "our.tsv:5 | no column 'subject_id'"),
        (HEAD + COLUMNS, "our.tsv | holds no mapping"),
    ],
)
def test_a_file_that_is_none_is_said_to_be_none(text: str, said: str, models: Mapping[str, Criteria]) -> None:
    assert any(said in one for one in faults(text, models))


def test_files_of_others_are_understood(models: Mapping[str, Criteria]) -> None:
    """Own prefixes, predicates by another prefix, confidence for strength, columns without a place, no-match rows."""
    text = (
        "#curie_map:\n#  one: urn:zhuoyue:a/\n#  b: https://example.org/b/\n#  s: http://www.w3.org/2004/02/skos/core#\n"
        "#mapping_set_description: Theirs\n"
        "subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence\tauthor_id\n"
        "one:1.1\ts:narrowMatch\tb:4.1.2\tsemapv:X\t0.25\torcid:0\n"
        "one:1.2\tskos:exactMatch\tsssom:NoTermFound\tsemapv:X\t\torcid:0\n"
    )
    found = from_sssom("\ufeff" + text, "theirs.tsv", models)
    link = Link(source="1.1", target="4.1.2", relation=SUPERSET, strength=Decimal("0.25"))
    assert found.crosswalk == Crosswalk(source="a", target="b", note=Text(en="Theirs"), links=(link,))
    assert found.ignored == ("author_id",)


def test_a_mapping_that_denies_cannot_be_held(models: Mapping[str, Criteria]) -> None:
    columns = "subject_id\tpredicate_id\tobject_id\tpredicate_modifier\n"
    (fault,) = faults(HEAD + columns + "a:1.1\tskos:exactMatch\tb:4.1.2\tNot\n", models)
    assert fault.startswith("our.tsv:6: predicate_modifier | says that two items do NOT relate")


def test_a_projects_own_file_counts_before_a_plugins(models: Mapping[str, Criteria], tmp_path: Path) -> None:
    own = WALK.model_copy(update={"links": WALK.links[:1]})
    (tmp_path / "own.sssom.tsv").write_text(to_sssom(own, models), "utf-8")
    assert known_crosswalks([WALK], tmp_path, ["own.sssom.tsv"], models) == (own,)
    assert known_crosswalks([WALK], tmp_path, [], models) == (WALK,)


def test_faults_of_all_own_files_are_told_at_once(models: Mapping[str, Criteria], tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text(to_toml(WALK), "utf-8")
    (tmp_path / "two.tsv").write_text(to_sssom(WALK, models), "utf-8")
    (tmp_path / "bad.toml").write_text('source = "a"\ntarget = "b"\n[[links]]\nsource = "1.1"\ntarget = "7"\n', "utf-8")
    (tmp_path / "model.toml").write_text('source = "aa"\ntarget = "b"\nlinks = []\n', "utf-8")
    names = ["one.toml", "two.tsv", "bad.toml", "model.toml", "gone.tsv", "x.xlsx", "../out.toml"]
    with pytest.raises(InputError) as caught:
        known_crosswalks([], tmp_path, names, models)
    said = [f"{one.where} | {one.en}" for one in caught.value.faults]
    assert [one.partition(" ")[0] for one in said] == [
        "two.tsv",
        "bad.toml:5:",
        "model.toml:1:",
        "gone.tsv",
        "x.xlsx",
        "",
    ]
    assert "and so does one.toml" in said[0]
    assert "b has no item '7'" in said[1]
    assert all(one.zh for one in caught.value.faults)
