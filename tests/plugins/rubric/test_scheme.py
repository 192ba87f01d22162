"""The rubric: every property of the kit, its lower median, and a README that shows its levels and keys."""

from __future__ import annotations

import itertools
import re
import statistics
from decimal import Decimal
from pathlib import Path

import pytest

import zhuoyue_plugins.rubric as plugin
from zhuoyue import Item, ItemKind, Scale, Scheme, Theme, same
from zhuoyue.testing import SchemeProperties

(RUBRIC,) = plugin.register_schemes()
README = (Path(plugin.__file__).parent / "README.md").read_text("utf-8")
HALVES = README.split('<a id="rubric-zh"></a>')
LEVELS = ("none", "reactive", "early", "mature", "role-model")
DIMENSIONS = {
    ItemKind.PROCESS: ("regular", "improved"),
    ItemKind.RESULT: ("responsiveness", "levels", "trends", "comparisons"),
}


class TestRubric(SchemeProperties):
    scheme: Scheme = RUBRIC


class TestVariantThatBeginsAbove(SchemeProperties):
    """Three levels, the lowest of them not at 0."""

    scheme: Scheme = RUBRIC.like(
        RUBRIC.data.model_copy(update={"name": "three", "bands": RUBRIC.data.bands[1:4]}),
    )


def item(kind: ItemKind) -> Item:
    return Item(
        id=f"x:{kind}",
        code="1.1",
        title=same("x"),
        kind=kind,
        theme=Theme.PROCESS,
        points=Decimal(100),
        scheme="rubric",
    )


def test_levels_and_dimensions() -> None:
    data = RUBRIC.data
    assert tuple(band.label for band in data.bands) == LEVELS
    assert {kind: tuple(one.key for one in data.of_kind(kind)) for kind in ItemKind} == DIMENSIONS
    assert data.scale is Scale.LEVEL
    for band in data.bands:
        assert (set(band.process), set(band.result)) == tuple(set(keys) for keys in DIMENSIONS.values())


@pytest.mark.parametrize("kind", list(ItemKind))
def test_the_level_is_the_lower_median_of_every_combination(kind: ItemKind) -> None:
    keys = DIMENSIONS[kind]
    for marks in itertools.product(LEVELS, repeat=len(keys)):
        expected = LEVELS[statistics.median_low([LEVELS.index(mark) for mark in marks])]
        derived = RUBRIC.derive(item(kind), dict(zip(keys, marks, strict=True)))
        assert derived.percent is not None
        level = RUBRIC.data.level(expected)
        assert level is not None
        assert derived.percent == level.low


def test_what_is_missing_makes_a_range() -> None:
    derived = RUBRIC.derive(item(ItemKind.RESULT), {"levels": "mature", "trends": "mature"})
    assert derived.percent is None
    assert [RUBRIC.data.shown(end).en for end in (derived.low, derived.high)] == ["None", "Mature"]
    settled = RUBRIC.derive(item(ItemKind.PROCESS), {"regular": "none"})
    assert (settled.percent, settled.low, settled.high) == (0, 0, 0)  # the lower of two: the other changes nothing


def test_steps_speak_of_levels_not_of_percents() -> None:
    marks = dict(zip(DIMENSIONS[ItemKind.RESULT], ("role-model", "mature", "early", "reactive"), strict=True))
    (step,) = RUBRIC.derive(item(ItemKind.RESULT), marks).steps
    assert step.expression == "reactive, early, mature, role-model → early"


@pytest.mark.parametrize("half", HALVES, ids=["en", "zh"])
def test_the_readme_shows_every_level_and_dimension(half: str) -> None:
    keys = re.findall(r"\| `([a-z-]+)` \|", half)
    assert keys == [*LEVELS, *itertools.chain(*DIMENSIONS.values())]


def test_the_readme_example_is_as_it_says() -> None:
    marks = dict(re.findall(r'(\w+) = "([a-z-]+)"', re.findall(r"marks = \{(.*)\}", HALVES[0])[0]))
    derived = RUBRIC.derive(item(ItemKind.RESULT), marks)
    assert derived.percent is not None
    assert RUBRIC.data.shown(derived.percent).en == "Early"
    assert "Item 2.2 above is `early`" in HALVES[0]
    assert "上例 2.2 为 `early`" in HALVES[1]
