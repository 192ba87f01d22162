"""Control charts against published limits, and the rules against a plain reading of their words."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Sequence
from decimal import Decimal

import pytest
from pydantic import ValidationError

from zhuoyue import Exhibit, Text, Visibility
from zhuoyue_plugins.complaints.exhibits.control import control_exhibit
from zhuoyue_plugins.complaints.statistics.control import Charted, ControlSettings, Month, chart
from zhuoyue_plugins.complaints.statistics.control_rules import MEANING, RULES, selected, signals

# NIST/SEMATECH e-Handbook 6.3.2.2, flow rates of ten batches.
FLOW = ("49.6", "47.6", "49.9", "51.3", "47.8", "51.2", "52.6", "52.4", "53.6", "52.1")
# NIST/SEMATECH e-Handbook 6.3.3.2, also D. C. Montgomery, Introduction to Statistical Quality Control: 50 cans each.
CANS = (12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6)
# NIST/SEMATECH e-Handbook 6.3.3.1, defects of 25 wafers.
WAFERS = (16, 14, 28, 16, 12, 20, 10, 12, 10, 17, 19, 17, 14, 16, 15, 13, 14, 16, 11, 20, 11, 19, 16, 31, 13)
# Montgomery, dyed cloth: defects of ten rolls and their inspection units; limits printed to two decimals, from 1.42.
CLOTH = (14, 12, 20, 11, 7, 10, 21, 16, 19, 23)
UNITS = ("10.0", "8.0", "13.0", "10.0", "9.5", "10.0", "12.0", "10.5", "12.0", "12.5")
CLOTH_UPPER = ("2.55", "2.68", "2.41", "2.55", "2.58", "2.55", "2.45", "2.52", "2.45", "2.43")
CLOTH_LOWER = ("0.29", "0.16", "0.43", "0.29", "0.26", "0.29", "0.39", "0.32", "0.39", "0.41")

EAGER = ControlSettings(minimum=3, laney=False, baseline=100)


def months(values: Sequence[object], sizes: Sequence[object] | None = None) -> list[Month]:
    """Return months from January 2001 with these values."""
    sizes = sizes or [None] * len(values)
    return [
        Month(f"{2001 + i // 12}-{i % 12 + 1:02}", value and Decimal(str(value)), size and Decimal(str(size)))
        for i, (value, size) in enumerate(zip(values, sizes, strict=True))
    ]


def limits(charted: Charted, place: int = 0) -> tuple[Decimal, Decimal, Decimal]:
    """Return centre, lower and upper limit of a month."""
    one = charted.limits[place]
    assert one
    return one.centre, one.lower, one.upper


def near(*values: str, by: str = "0.00005") -> object:
    """Return what equals printed values."""
    return tuple(pytest.approx(Decimal(value), abs=Decimal(by)) for value in values)


def test_individuals_chart_of_the_handbook() -> None:
    made = chart(months(FLOW), "individuals", EAGER)
    assert limits(made) == near("50.81", "45.8159", "55.8041")
    assert not any(made.signals)


def test_p_chart_of_the_handbook() -> None:
    made = chart(months(CANS, [50] * 30), "p", EAGER)
    assert limits(made) == near("0.2313", "0.0524", "0.4102", by="0.0001")
    outside = {place for place, signs in enumerate(made.signals) if "W1" in signs}
    assert outside == {14, 22}  # samples 15 and 23, says the book


def test_p_chart_in_percent_has_the_same_limits() -> None:
    made = chart(months(CANS, [50] * 30), "p", EAGER, scale=100)
    assert limits(made) == near("23.13", "5.24", "41.02", by="0.01")


def test_u_chart_of_equal_units_is_the_handbooks_c_chart() -> None:
    made = chart(months(WAFERS, [1] * 25), "u", EAGER)
    assert limits(made) == near("16", "4", "28", by="0.001")
    assert [place for place, signs in enumerate(made.signals) if "W1" in signs] == [23]


def test_u_chart_of_unequal_units() -> None:
    made = chart(months(CLOTH, UNITS), "u", EAGER)
    for place, (lower, upper) in enumerate(zip(CLOTH_LOWER, CLOTH_UPPER, strict=True)):
        assert limits(made, place) == near("1.42", lower, upper, by="0.0125")


def test_limits_come_from_the_baseline_only() -> None:
    calm, wild = list(FLOW), ["70", "20", "75", "15"]
    alone = chart(months(calm), "individuals", EAGER)
    watched = chart(months(calm + wild), "individuals", EAGER.model_copy(update={"baseline": 10}))
    assert limits(watched, 13) == limits(alone)
    assert all("W1" in signs for signs in watched.signals[10:])
    span = chart(months(calm + wild), "individuals", EAGER.model_copy(update={"baseline": ("2001-01", "2001-10")}))
    assert span == watched


def test_a_gap_has_no_moving_range_and_no_limits_of_a_share() -> None:
    made = chart(months([10, 12, None, 50, 52]), "individuals", EAGER)
    centre, _, upper = limits(made)
    assert (centre, upper) == (31, 31 + 3 * Decimal(2) / Decimal("1.128"))
    shares = chart(months([5, 6, 0, 7], [10, 10, 0, 10]), "p", EAGER)
    assert shares.values[2] is shares.limits[2] is None


def test_too_few_months_have_no_limits_and_no_signals() -> None:
    made = chart(months([1, 2, 1000]), "individuals", ControlSettings())
    assert made.limits == (None, None, None)
    assert not any(made.signals)


def test_equal_months_have_limits_on_the_centre() -> None:
    made = chart(months([5] * 12 + [6]), "individuals", EAGER.model_copy(update={"baseline": 12}))
    assert limits(made) == (5, 5, 5)
    assert made.signals[12] == ("W1",)
    assert not any(made.signals[:12])


def test_shares_stay_between_none_and_all() -> None:
    made = chart(months([0, 1, 2, 2], [2] * 4), "p", EAGER, scale=100)
    _, lower, upper = limits(made)
    assert (lower, upper) == (0, 100)


def test_laney_widens_limits_of_months_that_differ_too_much() -> None:
    """Large shares that swing: z of each month, mean moving range of z over 1.128, as Laney (2002) has it."""
    counts, size = [5200, 4800, 5300, 4700] * 4, 10_000
    plain = chart(months(counts, [size] * 16), "p", EAGER)
    wide = chart(months(counts, [size] * 16), "p", EAGER.model_copy(update={"laney": True}))
    share = sum(counts) / (16 * size)
    z = [(count / size - share) / (share * (1 - share) / size) ** 0.5 for count in counts]
    expected = sum(abs(two - one) for one, two in itertools.pairwise(z)) / 15 / 1.128
    assert wide.spread == plain.spread
    assert float(wide.spread or 0) == pytest.approx(expected)
    assert wide.widened
    assert any(plain.signals)
    assert not any(wide.signals)


def test_laney_never_narrows() -> None:
    counts = [5000] * 16
    made = chart(months(counts, [10_000] * 16), "p", EAGER.model_copy(update={"laney": True}))
    assert not made.widened
    assert limits(made)[2] > Decimal("0.51")


Reading = Callable[[Sequence[float | None], Sequence[float | None]], set[int]]
"""A window's points of a pattern, from values and distances."""


def windows(length: int, points: Callable[[list[float], list[float]], set[int]]) -> Reading:
    """Read a rule as its words say: look at every stretch of so many known points."""

    def read(values: Sequence[float | None], z: Sequence[float | None]) -> set[int]:
        found = set()
        for start in range(len(z) - length + 1):
            stretch, away = values[start : start + length], z[start : start + length]
            if None not in stretch:
                found |= {start + place for place in points(list(stretch), list(away))}  # type: ignore[arg-type]
        return found

    return read


def side(length: int, needed: int, sigmas: float) -> Reading:
    """Return the reading of `needed` of `length` beyond so many sigmas on one side."""

    def points(_: list[float], z: list[float]) -> set[int]:
        above = {place for place, one in enumerate(z) if one > sigmas}
        below = {place for place, one in enumerate(z) if one < -sigmas}
        return (above if len(above) >= needed else set()) | (below if len(below) >= needed else set())

    return windows(length, points)


def every(length: int, holds: Callable[[list[float], list[float]], bool]) -> Reading:
    """Return the reading of a stretch that holds as a whole."""
    return windows(length, lambda values, z: set(range(length)) if holds(values, z) else set())


def rising(values: list[float], _: list[float]) -> bool:
    """Tell whether all rise or all fall."""
    steps = [two - one for one, two in itertools.pairwise(values)]
    return all(step > 0 for step in steps) or all(step < 0 for step in steps)


def swinging(values: list[float], _: list[float]) -> bool:
    """Tell whether they go up and down in turn."""
    steps = [two - one for one, two in itertools.pairwise(values)]
    return all(one * two < 0 for one, two in itertools.pairwise(steps))


WORDS: dict[str, Reading] = {
    "W1": side(1, 1, 3),
    "W2": side(3, 2, 2),
    "W3": side(5, 4, 1),
    "W4": side(8, 8, 0),
    "N1": side(1, 1, 3),
    "N2": side(9, 9, 0),
    "N3": every(6, rising),
    "N4": every(14, swinging),
    "N5": side(3, 2, 2),
    "N6": side(5, 4, 1),
    "N7": every(15, lambda _, z: all(abs(one) < 1 for one in z)),
    "N8": every(8, lambda _, z: all(abs(one) > 1 for one in z)),
}


def wanderings() -> list[list[Decimal | None]]:
    """Return series in sigmas that meet every rule now and then, some with gaps."""
    dice = random.Random(20251231)
    made = []
    for number in range(240):
        drift, swing, spread = dice.choice((0, 0.3, -0.3)), dice.choice((0, 0, 1.6)), dice.choice((0.3, 1, 2))
        values: list[Decimal | None] = [
            Decimal(round(10 * (dice.gauss(0, spread) + drift * (place - 15) + (swing if place % 2 else -swing)))) / 10
            for place in range(36)
        ]
        for place in dice.sample(range(36), number % 3):
            values[place] = None
        made.append(values)
    return made


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.key)
def test_rules_read_as_their_words_say(rule: object) -> None:
    found, calm = 0, 0
    (one,) = [known for known in RULES if known is rule]
    for values in wanderings():
        floats = [None if value is None else float(value) for value in values]
        expected = WORDS[one.sign](floats, floats)
        assert one.find(values, values) == expected
        found += bool(expected)
        calm += not expected
    assert found > 3
    assert calm > 3


def test_signals_carry_every_rule_a_point_breaks() -> None:
    values = [Decimal(value) for value in (0, "2.5", "3.5", 0, 0)]
    assert signals(values, values, selected(("western-electric",))) == [(), ("W2",), ("W1", "W2"), (), ()]


def test_rules_are_chosen_by_set_or_one_by_one() -> None:
    assert [rule.sign for rule in selected(("western-electric",))] == ["W1", "W2", "W3", "W4"]
    assert [rule.sign for rule in selected(("nelson",))] == [f"N{number}" for number in range(1, 9)]
    assert [rule.key for rule in selected(("nelson-3", "we-1", "nelson-3"))] == ["we-1", "nelson-3"]
    assert set(MEANING) == set(WORDS)


def exhibit(values: Sequence[object], **changes: object) -> Exhibit:
    """Return the exhibit of a volume chart."""
    settings = ControlSettings.model_validate({"minimum": 3, "baseline": 12, **changes})
    title = Text(zh="数量", en="Volume")
    return control_exhibit("log", "volume", "individuals", title, months(values), settings, items=("4.3.2",))


def notes(made: Exhibit) -> str:
    """Return the notes in both languages."""
    return "\n".join(f"{note.en}\n{note.zh}" for note in made.notes)


def test_exhibit_holds_the_chart_and_says_where_limits_come_from() -> None:
    made = exhibit([10, 12] * 6 + [11, 40])
    assert (made.id, made.kind, made.items, made.visibility) == (
        "log-control-volume",
        "complaints.control",
        ("4.3.2",),
        Visibility.INTERNAL,
    )
    last = list(made.rows())[-1]
    assert last["value"] == 40
    assert last["upper"] == Decimal("16.319149")  # 11 + 3 × 2 / 1.128
    assert str(last["signals"]) == "W1"
    assert str(last["phase"]) == "watched"
    assert "2001-01 to 2001-12 (12 months)" in notes(made)
    assert "2001-01 至 2001-12" in notes(made)
    assert "Rule W1: one point beyond the 3-sigma limits." in notes(made)


def test_exhibit_says_what_is_wrong_with_its_limits() -> None:
    assert "Limits need 12 months" in notes(exhibit([1, 2, 3], minimum=12))
    looking_back = exhibit([10, 12] * 5 + [60, None])
    assert "come from all 11 months" in notes(looking_back)
    assert "limits are preliminary" in notes(looking_back)
    assert "1 month(s) have no value (2001-12)" in notes(looking_back)


def test_exhibit_of_a_share_shows_what_it_rests_on() -> None:
    settings = ControlSettings(minimum=3, laney=False)
    title = Text(zh="按期", en="In time")
    made = control_exhibit("log", "promise", "p", title, months([52, 48, 30], [100] * 3), settings, scale=100)
    assert made.numbers("count") == (52, 48, 30)
    assert made.numbers("size") == (100, 100, 100)
    assert made.numbers("value") == (52, 48, 30)
    assert "times as much as chance" in notes(made)
    assert "not widened" in notes(made)


@pytest.mark.parametrize(
    "baseline", [1, "24", ["2024", "2025"], ["2024-12", "2023-01"], ["2023-01"], ["2023-13", "2024-01"]]
)
def test_a_baseline_that_cannot_be_is_refused_in_one_message(baseline: object) -> None:
    with pytest.raises(ValidationError) as caught:
        ControlSettings.model_validate({"baseline": baseline})
    (error,) = caught.value.errors()
    assert 'such as 24, or the first and the last month: ["2023-01", "2024-12"]' in error["msg"]


def test_no_rules_are_no_signals() -> None:
    settings = ControlSettings.model_validate({"rules": [], "minimum": 3, "baseline": ["2001-01", "2001-10"]})
    made = chart(months([*FLOW, "90"]), "individuals", settings)
    assert limits(made) == near("50.81", "45.8159", "55.8041")
    assert not any(made.signals)
