"""The rule of RADAR against published vectors and against fractions; what the words of the scale hold."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from zhuoyue import Dimension, Item, ItemKind, Text
from zhuoyue_plugins.radar.scheme import Radar

RADAR = Radar()
PROCESS = ("sound", "aligned", "implemented", "flexible", "evaluated", "learn")
RESULT = ("scope", "usable", "trends", "targets", "comparisons", "future")


def item(kind: ItemKind) -> Item:
    return Item.model_validate(
        {"id": "own:1.1", "code": "1.1", "title": "x", "kind": kind, "theme": "leadership", "points": 20}
        | {"scheme": "radar"}
    )


def given(kind: ItemKind, *values: int) -> dict[str, Decimal]:
    keys = PROCESS if kind is ItemKind.PROCESS else RESULT
    return dict(zip(keys, map(Decimal, values), strict=True))


def percent(kind: ItemKind, *values: int) -> Decimal:
    return RADAR.combine(item(kind), given(kind, *values))[0]


def expected(kind: ItemKind, *values: int) -> int:
    """The rule in whole fifths and fractions: nothing of it is shared with the scheme."""
    tenths = sum(weight * value for weight, value in zip((2, 2, 2, 2, 1, 1), values, strict=True))
    rounded = int((Fraction(tenths, 10) + Fraction(5, 2)) // 5) * 5
    return min(rounded, values[0]) if kind is ItemKind.PROCESS else rounded


def test_the_published_vectors() -> None:
    """A third-party guide: 59.5 is rounded to 60, below the cap of 65; 84 is capped by Sound at 20."""
    assert percent(ItemKind.PROCESS, 65, 70, 55, 60, 50, 45) == 60
    assert percent(ItemKind.PROCESS, 20, 100, 100, 100, 100, 100) == 20


def spread(total: int, places: int) -> tuple[int, ...]:
    """Share a sum of fives out to places of at most 100, the last first."""
    shared = []
    for _ in range(places):
        shared.append(min(100, total))
        total -= shared[-1]
    return tuple(reversed(shared))


@pytest.mark.parametrize("kind", list(ItemKind))
def test_every_weighted_sum_is_rounded_halves_up(kind: ItemKind) -> None:
    """Every sum of the four heavy attributes with every sum of the two light ones: all that can be rounded."""
    halves = 0
    for heavy in range(0, 405, 5):
        for light in range(0, 205, 5):
            # Sound as high as it can be, so that the cap hides as little as possible
            values = (*reversed(spread(heavy, 4)), *spread(light, 2))
            halves += (2 * heavy + light) % 50 == 25
            assert percent(kind, *values) == expected(kind, *values), values
    assert halves > 300


def test_sound_caps_an_approach_and_nothing_caps_a_result() -> None:
    for sound in range(0, 105, 5):
        others = (100, 100, 100, 100, 100)
        assert percent(ItemKind.PROCESS, sound, *others) == sound
        assert percent(ItemKind.RESULT, sound, *others) == expected(ItemKind.RESULT, sound, *others)
    assert percent(ItemKind.RESULT, 0, 100, 100, 100, 100, 100) == 80


def test_steps_tell_sum_rounding_and_cap() -> None:
    _, steps = RADAR.combine(item(ItemKind.PROCESS), given(ItemKind.PROCESS, 20, 100, 100, 100, 100, 100))
    assert [step.value for step in steps] == [84, 85, 20]
    assert steps[0].expression == "0.2 × 20 + 0.2 × 100 + 0.2 × 100 + 0.2 × 100 + 0.1 × 100 + 0.1 × 100 = 84"
    assert (steps[2].text.en, steps[2].text.zh) == ("Sound caps the item", "以“健全”封顶")
    assert steps[2].expression == "min(85, 20) = 20"
    _, free = RADAR.combine(item(ItemKind.RESULT), given(ItemKind.RESULT, 20, 100, 100, 100, 100, 100))
    assert (free[-1].text.en, free[-1].expression) == ("No attribute caps a result", "min(85, 100) = 85")


def test_missing_attributes_make_a_range() -> None:
    """Sound is known and caps what the others could bring; without it all is open."""
    derived = RADAR.derive(item(ItemKind.PROCESS), {"sound": "40", "aligned": "60"})
    assert (derived.percent, derived.low, derived.high) == (None, 20, 40)
    open_ = RADAR.derive(item(ItemKind.PROCESS), {"aligned": "60"})
    assert (open_.low, open_.high) == (0, 90)  # 0.2 × 60 + 0.8 × 100 = 92 → 90


@pytest.mark.parametrize(
    ("key", "mark", "said"),
    [
        ("sond", "40", "did you mean 'sound'"),
        ("trends", "40", "has no mark 'trends'"),
        ("sound", "42", "nearest: 40 or 45"),
        ("sound", "105", "nearest: 100"),
        ("sound", "good", "no percent"),
    ],
)
def test_a_wrong_mark_is_named_with_the_nearest_right_one(key: str, mark: str, said: str) -> None:
    fault = RADAR.check_mark(item(ItemKind.PROCESS), key, mark)
    assert fault is not None
    assert said in fault.en
    assert fault.zh


def test_words_hold_from_their_published_bound_until_the_next_begins() -> None:
    published = {0: "No ability to show", 10: "Limited", 30: "Limited", 40: "Able", 60: "Able"}
    published |= {70: "Comprehensive", 80: "Comprehensive", 90: "Outstanding", 100: "Outstanding"}
    between = {5: "No ability to show", 35: "Limited", 65: "Able", 85: "Comprehensive"}
    for value, word in (published | between).items():
        band = RADAR.data.band(Decimal(value))
        assert band is not None
        assert band.title.en == word
    for value, word in between.items():  # what is read between two words is said, not passed off as published
        band = next(one for one in RADAR.data.bands if one.title.en == word)
        assert band.text is not None
        assert f"{value} lies before the next word" in band.text.en
        assert f"{value} " in band.text.zh.replace("，", " ")
    assert all(RADAR.data.band(value) for value in RADAR.data.grid())


def test_weights_add_up_and_are_said_to_come_from_a_third_party() -> None:
    data = RADAR.data
    for kind, keys in ((ItemKind.PROCESS, PROCESS), (ItemKind.RESULT, RESULT)):
        own = data.of_kind(kind)
        assert tuple(one.key for one in own) == keys
        assert [one.weight * 10 for one in own] == [2, 2, 2, 2, 1, 1]
        assert [one.key for one in own if one.caps] == (["sound"] if kind is ItemKind.PROCESS else [])
    assert not data.verified
    assert data.source is not None
    assert "third-party guide" in data.source.en
    assert "第三方指南" in data.source.zh


def test_a_variant_may_have_another_grid_other_attributes_weights_and_caps() -> None:
    coarse = RADAR.like(RADAR.data.model_copy(update={"name": "radar-tens", "step": Decimal(10)}))
    assert coarse.combine(item(ItemKind.RESULT), given(ItemKind.RESULT, 50, 50, 50, 50, 40, 60))[0] == 50
    assert coarse.combine(item(ItemKind.RESULT), given(ItemKind.RESULT, 50, 50, 50, 50, 100, 100))[0] == 60
    own = tuple(
        Dimension(key=key, kind=ItemKind.PROCESS, title=Text(en=key, zh=key), weight=Decimal(weight), caps=key == "c")
        for key, weight in (("a", 2), ("b", 1), ("c", 4))
    )
    mine = RADAR.like(RADAR.data.model_copy(update={"name": "mine", "dimensions": own}))
    marks = {"a": Decimal(90), "b": Decimal(50), "c": Decimal(40)}
    value, steps = mine.combine(item(ItemKind.PROCESS), marks)
    assert value == 40  # (180 + 50 + 160) / 7 = 55.714…, rounded 55, capped by c
    assert steps[0].expression == "(2 × 90 + 1 × 50 + 4 × 40) / 7 ≈ 55.71"
    assert [step.value for step in steps] == [Decimal("55.71"), 55, 40]


def test_every_attribute_is_described_for_every_word() -> None:
    for band in RADAR.data.bands:
        for kind, texts in ((ItemKind.PROCESS, band.process), (ItemKind.RESULT, band.result)):
            assert list(texts) == [one.key for one in RADAR.data.of_kind(kind)]
            assert all(text.zh and text.en for text in texts.values())
