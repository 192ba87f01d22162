"""The calculus of relations: turned round, joined, of whole items; the shortest way, the same every time."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations, product

import pytest

from zhuoyue.crosswalk import Place, compose, find_way, inverse, item_links, joined, place
from zhuoyue.crosswalk.codes import parts_relation
from zhuoyue.crosswalk.ways import way_between
from zhuoyue.errors import InputError
from zhuoyue.model.criteria import Criteria
from zhuoyue.model.crosswalk import Crosswalk, Link, Relation
from zhuoyue.model.projection import WayKind

EQUAL, SUBSET, SUPERSET, INTERSECT = Relation


def walk(source: str, target: str, *links: tuple[str, str, Relation, str | None]) -> Crosswalk:
    return Crosswalk(
        source=source,
        target=target,
        links=tuple(
            Link(source=one, target=other, relation=relation, strength=Decimal(strength) if strength else None)
            for one, other, relation, strength in links
        ),
    )


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("4.1.2", Place("4.1.2")),
        ("4.1.2 f", Place("4.1.2", "f")),
        ("4.1.4.2", Place("4.1.4", "2")),
        ("4.1.4.2 a", Place("4.1.4", "2 a")),
        ("1.2a", Place("1.2", "a")),
        ("6.1b–c", Place("6.1", "b–c")),
        ("6.1b-c", Place("6.1", "b-c")),
        ("P.1a", Place("P.1a")),
        ("4.1", None),
        ("9.9", None),
        ("", None),
    ],
)
def test_a_code_stands_at_an_item_or_at_a_part_of_it(code: str, found: Place | None) -> None:
    assert place(code, {"4.1.2", "4.1.4", "1.2", "6.1", "P.1a"}) == found


def test_relations_compose_as_sets_do() -> None:
    """Checked on all subsets of a small universe: what is claimed of A and C must never be false."""
    universe = [frozenset(one) for size in range(1, 4) for one in set(map(frozenset, permutations(range(3), size)))]

    def between(one: frozenset[int], other: frozenset[int]) -> Relation | None:
        if one == other:
            return EQUAL
        if one < other:
            return SUBSET
        if one > other:
            return SUPERSET
        return INTERSECT if one & other else None

    for first, second, third in product(universe, repeat=3):
        one, other, real = between(first, second), between(second, third), between(first, third)
        if one is None or other is None:
            continue
        claimed = compose(one, other)
        if claimed is not INTERSECT:  # the weakest claim: they have to do with each other
            assert claimed is real


@pytest.mark.parametrize(
    ("left", "right", "relation"),
    [
        ("", "", EQUAL),
        ("", "b", SUPERSET),
        ("b", "", SUBSET),
        ("b", "b–c", SUBSET),
        ("a–b", "b–c", INTERSECT),
        ("a", "b", None),
        ("2", "2.1", SUPERSET),
        ("2 a", "2", SUBSET),
        ("2", "3", None),
    ],
)
def test_parts_of_one_item(left: str, right: str, relation: Relation | None) -> None:
    assert parts_relation(left, right) is relation


def test_turned_round_twice_it_is_the_same() -> None:
    there = walk("a", "b", ("1.1", "4.1.2", SUBSET, "0.5"), ("1.2", "4.1.3", EQUAL, None))
    back = inverse(there)
    assert (back.source, back.target) == ("b", "a")
    assert (back.links[0].source, back.links[0].target, back.links[0].relation) == ("4.1.2", "1.1", SUPERSET)
    assert inverse(back) == there


def test_joined_through_a_hub_relations_compose_strengths_multiply_and_the_way_is_told(
    models: dict[str, Criteria],
) -> None:
    first = walk(
        "a", "b", ("1.1", "4.1.2", SUBSET, "0.5"), ("1.2", "4.1.3 a", EQUAL, "0.8"), ("1.3", "4.1.4", EQUAL, None)
    )
    second = walk(
        "b", "c", ("4.1.2", "X1", SUBSET, "0.4"), ("4.1.3 b", "X2", EQUAL, "1"), ("4.1.3", "X3", EQUAL, "0.5"),
        ("4.1.4", "X3", EQUAL, "0.5"),
    )  # fmt: skip
    found = {(one.source, one.target): one for one in joined(first, second, models["b"]).links}
    assert set(found) == {("1.1", "X1"), ("1.2", "X3"), ("1.3", "X3")}  # a and b of 4.1.3 are different things
    assert found["1.1", "X1"].relation is SUBSET
    assert found["1.1", "X1"].strength == Decimal("0.20")
    assert found["1.2", "X3"].relation is SUBSET  # it equals a part of what equals X3
    assert found["1.3", "X3"].strength is None  # half of it nobody has judged
    note = found["1.1", "X1"].note
    assert note is not None
    assert note.en == "via b 4.1.2"


def test_several_ways_between_two_codes_count_as_the_strongest(models: dict[str, Criteria]) -> None:
    first = walk("a", "b", ("1.1", "4.1.2", SUPERSET, "0.5"), ("1.1", "4.1.3", SUPERSET, "0.2"))
    second = walk("b", "c", ("4.1.2", "X1", SUPERSET, "0.4"), ("4.1.3", "X1", EQUAL, "0.9"))
    (link,) = joined(first, second, models["b"]).links
    assert (link.relation, link.strength) == (SUPERSET, Decimal("0.20"))
    assert link.note is not None
    assert link.note.en == "via b 4.1.2; via b 4.1.3"


def test_an_item_of_which_a_part_is_equal_is_wider(models: dict[str, Criteria]) -> None:
    crosswalk = walk(
        "a", "b", ("1.1a", "4.1.2", EQUAL, "0.9"), ("1.2", "4.1.3 b", EQUAL, None), ("9.9", "4.1.4", EQUAL, None)
    )
    found = {one.source: one for one in item_links(crosswalk, models["a"], models["b"])}
    assert found["1.1"].relation is SUPERSET
    assert found["1.1"].source_parts == ("1.1a",)
    assert found["1.2"].relation is SUBSET
    assert set(found) == {"1.1", "1.2"}  # a code that stands nowhere leads nowhere


def test_the_shortest_way_is_found_the_same_whatever_the_order(models: dict[str, Criteria]) -> None:
    ab, bc = walk("a", "b", ("1.1", "4.1.2", EQUAL, None)), walk("b", "c", ("4.1.2", "X1", EQUAL, None))
    ac = walk("c", "a", ("X1", "1.1", EQUAL, None))
    for known in permutations([ab, bc]):
        way = find_way(known, models, "c", "a")
        assert way is not None
        assert (way.kind, way.hub) == (WayKind.HUB, models["b"])
        assert [(one.source, one.target) for one in way.crosswalk.links] == [("X1", "1.1")]
    kinds = {pair: find_way([ab, bc, ac], models, *pair) for pair in (("a", "b"), ("b", "a"), ("a", "c"))}
    assert [way.kind for way in kinds.values() if way] == [WayKind.DIRECT, WayKind.INVERSE, WayKind.INVERSE]


def test_of_two_hubs_the_one_with_less_to_turn_round_is_taken(models: dict[str, Criteria]) -> None:
    known = {**models, "d": models["b"].model_copy(update={"id": "d"})}
    link = ("4.1.2", "4.1.2", EQUAL, None)
    through_b = [walk("b", "a", ("4.1.2", "1.1", EQUAL, None)), walk("b", "c", ("4.1.2", "X1", EQUAL, None))]
    through_d = [walk("a", "d", ("1.1", "4.1.2", EQUAL, None)), walk("d", "c", ("4.1.2", "X1", EQUAL, None))]
    for order in permutations([*through_b, *through_d, walk("b", "d", link)]):
        way = find_way(order, known, "a", "c")
        assert way is not None
        assert way.hub is not None
        assert way.hub.id == "d"


def test_where_no_way_leads_it_is_said_what_would_help(models: dict[str, Criteria]) -> None:
    ab = walk("a", "b", ("1.1", "4.1.2", EQUAL, None))
    with pytest.raises(InputError, match=r"no crosswalk leads from a to c.*reachable are: b.*\[crosswalk\] files"):
        way_between([ab], models, "a", "c")
    with pytest.raises(InputError, match="is the model that is assessed"):
        way_between([ab], models, "a", "a")
    with pytest.raises(InputError, match="no criteria 'efqm-2024' – did you mean 'efqm-2025'"):
        way_between([ab], models | {"efqm-2025": models["c"]}, "a", "efqm-2024")
