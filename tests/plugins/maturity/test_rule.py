"""The cumulative rule against an independent count of every combination of marks, and what its steps say."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest

from zhuoyue import Item, ItemKind, Scale
from zhuoyue.testing import SchemeProperties
from zhuoyue_plugins.maturity.scheme import Maturity

SCHEME = Maturity()
KEYS = "12345"
ANSWERS = {"yes": True, "no": False, "missing": None}


class TestProperties(SchemeProperties):
    """Bounds, order, ranges, explanations: what every scheme must have."""

    scheme = SCHEME
    tries = 20  # every combination of marks is gone through below


def item(kind: str = "process") -> Item:
    return Item.model_validate(
        {
            "id": "own-1:1.1",
            "code": "1.1",
            "title": {"zh": "一", "en": "One"},
            "kind": kind,
            "theme": "process",
            "points": 100,
            "scheme": "maturity",
        }
    )


def possible(answers: tuple[str, ...]) -> set[int]:
    """Return every level that the answers allow: for each way to fill in what is missing, count by the definition."""
    ways = product(*[(True, False) if ANSWERS[one] is None else (ANSWERS[one],) for one in answers])
    return {max(level for level in range(6) if all(way[:level])) for way in ways}


@pytest.mark.parametrize("kind", ["process", "result"])
def test_every_combination_of_yes_no_and_missing(kind: str) -> None:
    combinations = list(product(ANSWERS, repeat=5))
    assert len(combinations) == 243
    for answers in combinations:
        marks = {key: one for key, one in zip(KEYS, answers, strict=True) if one != "missing"}
        levels = possible(answers)
        derived = SCHEME.derive(item(kind), marks)
        assert (derived.low, derived.high) == (20 * min(levels), 20 * max(levels)), answers
        assert derived.percent == (20 * levels.pop() if len(levels) == 1 else None), answers


def test_a_mark_beyond_a_gap_need_not_be_there() -> None:
    assert SCHEME.derive(item(), {"1": "true", "2": "false"}).percent == 20
    assert SCHEME.derive(item(), {"1": "false"}).percent == 0
    assert SCHEME.derive(item(), {"2": "true"}).percent is None


IDLE = "met but do not count while a lower level is not met"
STEPS = {
    ("yes", "yes", "no", "yes", "no"): (
        "Levels met: 1, 2, 4; not met: 3, 5. Level 2: level 4 is met but does not count while a lower level is not met",
        "已做到：1、2、4 级；未做到：3、5 级。结果为 2 级：4 级虽已做到，但下面的等级未做到，不计入",
        "1✓ 2✓ 3✗ 4✓ 5✗ → 2",
    ),
    ("no", "yes", "yes", "no", "no"): (
        f"Levels met: 2, 3; not met: 1, 4, 5. Level 0: levels 2, 3 are {IDLE}",
        "已做到：2、3 级；未做到：1、4、5 级。结果为 0 级：2、3 级虽已做到，但下面的等级未做到，不计入",
        "1✗ 2✓ 3✓ 4✗ 5✗ → 0",
    ),
    ("yes", "missing", "yes", "no", "missing"): (
        "Levels met: 1, 3; not met: 4; not marked yet: 2, 5. Anything from level 1 to level 3 is possible",
        "已做到：1、3 级；未做到：4 级；尚未评定：2、5 级。结果可能在 1 级到 3 级之间",
        "1✓ 2? 3✓ 4✗ 5? → 1 … 3",
    ),
    ("yes", "yes", "yes", "yes", "yes"): (
        "Levels met: 1, 2, 3, 4, 5. Level 5",
        "已做到：1、2、3、4、5 级。结果为 5 级",
        "1✓ 2✓ 3✓ 4✓ 5✓ → 5",
    ),
}


@pytest.mark.parametrize("answers", STEPS)
def test_the_steps_explain(answers: tuple[str, ...]) -> None:
    marks = {key: one for key, one in zip(KEYS, answers, strict=True) if one != "missing"}
    step = SCHEME.derive(item(), marks).steps[0]
    assert (step.text.en, step.text.zh, step.expression) == STEPS[answers]


def test_no_level_is_lost_by_a_better_mark() -> None:
    for answers in product((Decimal(0), Decimal(100)), repeat=5):
        before, _ = SCHEME.combine(item(), dict(zip(KEYS, answers, strict=True)))
        for key in KEYS:
            better = dict(zip(KEYS, answers, strict=True)) | {key: Decimal(100)}
            assert SCHEME.combine(item(), better)[0] >= before


def test_five_levels_and_none_are_equally_far_apart() -> None:
    data = SCHEME.data
    assert data.scale is Scale.LEVEL
    assert [(band.label, band.low) for band in data.bands] == [(str(level), 20 * level) for level in range(6)]
    assert [one.key for kind in ItemKind for one in data.of_kind(kind)] == list(KEYS * 2)
    assert not data.verified
    assert data.source is not None
    assert "from memory" in data.source.en
    assert "凭记忆" in data.source.zh


def test_every_level_has_words_in_both_languages() -> None:
    for band in SCHEME.data.bands:
        assert band.text is not None
        assert band.text.en
        assert band.text.zh
    words = [one.text for one in SCHEME.data.dimensions]
    assert len({one.en for one in words if one}) == len({one.zh for one in words if one}) == 10


def test_a_variant_with_other_levels_follows_the_same_rule() -> None:
    # two levels, 50 apart where 20 were
    data = SCHEME.data
    bands = [data.bands[0], *(data.bands[n].model_copy(update={"low": 50 * n, "high": 50 * n}) for n in (1, 2))]
    dimensions = [one for one in data.dimensions if one.key in {"1", "2"}]
    small = SCHEME.like(
        data.model_copy(update={"name": "small", "bands": tuple(bands), "dimensions": tuple(dimensions)})
    )
    assert small.derive(item(), {"1": "yes", "2": "yes"}).percent == 100
    assert small.derive(item(), {"1": "yes"}).high == 100
    assert small.derive(item(), {"1": "no", "2": "yes"}).percent == 0
    assert SCHEME.derive(item(), {"1": "yes", "2": "yes", "3": "no"}).percent == 40
