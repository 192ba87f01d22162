"""The two panels of the CAF: ranges and words of the classical one, means of the fine-tuned one."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest

from zhuoyue import Item, ItemKind
from zhuoyue_plugins.pdca.scheme import PdcaClassic, PdcaFineTuned

CLASSIC, FINE = PdcaClassic(), PdcaFineTuned()


def item(kind: ItemKind) -> Item:
    return Item.model_validate(
        {"id": "own:1.1", "code": "1.1", "title": "x", "kind": kind, "theme": "leadership", "points": 100}
        | {"scheme": "pdca-classic"}
    )


def figure(**given: int) -> Decimal:
    kind = ItemKind.RESULT if "trends" in given else ItemKind.PROCESS
    return FINE.combine(item(kind), {key: Decimal(mark) for key, mark in given.items()})[0]


# The panel as DIFI's public edition prints it: range, enablers, results.
PANELS = [
    (0, 10, "no information", "Nothing is measured"),
    (11, 30, "planned", "targets missed"),
    (31, 50, "put into practice", "some targets met"),
    (51, 70, "checked", "most targets met"),
    (71, 90, "improved", "all relevant targets met"),
    (91, 100, "comparing", "all targets met, positive comparisons"),
]


def test_the_classical_panels() -> None:
    assert len(CLASSIC.data.bands) == len(PANELS)
    for band, (low, high, enabler, result) in zip(CLASSIC.data.bands, PANELS, strict=True):
        assert (band.low, band.high) == (low, high)
        assert band.text is not None
        enablers, _, results = band.text.en.partition("Results:")
        assert enabler in enablers.casefold()
        assert result.casefold() in results.casefold()
    assert [band.title.en.partition(" (")[0] for band in CLASSIC.data.bands[1:5]] == ["Plan", "Do", "Check", "Act"]
    assert all("results: " in band.title.en for band in CLASSIC.data.bands[1:])  # a result has no phases


def test_classical_scoring_takes_every_whole_number_and_nothing_between() -> None:
    for kind in ItemKind:
        assert all(CLASSIC.check(item(kind), Decimal(number)) is None for number in range(101))
        fault = CLASSIC.check(item(kind), Decimal("40.5"))
        assert fault is not None
        assert "nearest: 40 or 41" in fault.en
    assert all(CLASSIC.data.band(Decimal(number)) for number in range(101))


def test_classical_panels_are_cumulative() -> None:
    """From the panel on that is named after it, a phase is asked for; before, it is not."""
    later = {"P": 2, "D": 3, "C": 4, "A": 5}
    for band in CLASSIC.data.bands[1:]:
        for phase, first in later.items():
            assert (band.process[phase].en == "Not asked for yet.") == (band.number < first)
    assert "cumulative" in CLASSIC.data.rule.en
    assert "累进" in CLASSIC.data.rule.zh


def test_classical_scoring_takes_no_marks() -> None:
    fault = CLASSIC.check_mark(item(ItemKind.PROCESS), "P", "40")
    assert fault is not None
    assert "one number" in fault.en
    assert 'scheme = "pdca-fine-tuned"' in fault.zh


def test_the_sum_of_400_is_divided_by_4_and_that_of_200_by_2() -> None:
    assert figure(P=60, D=50, C=40, A=30) == 45
    assert figure(P=70, D=65, C=30, A=10) == 44  # 43.75
    assert figure(P=10, D=10, C=10, A=12) == 11  # 10.5, a half
    assert figure(trends=60, targets=40) == 50
    assert figure(trends=61, targets=40) == 51  # 50.5, a half


@pytest.mark.parametrize("rest", range(4))
def test_rounding_against_fractions(rest: int) -> None:
    for phases in product((0, 33, 50, 100), (rest, 97 + rest % 4), (1, 26), (0, 49 + rest)):
        mean = Fraction(sum(phases), 4)
        assert figure(**dict(zip("PDCA", phases, strict=True))) == int(mean + Fraction(1, 2))


def test_steps_show_the_mean_and_the_rounding() -> None:
    marks = {key: Decimal(mark) for key, mark in {"P": 70, "D": 65, "C": 30, "A": 10}.items()}
    _, steps = FINE.combine(item(ItemKind.PROCESS), marks)
    assert [step.expression for step in steps] == ["(70 + 65 + 30 + 10) / 4 = 175 / 4 = 43.75", "43.75 → 44"]
    assert [step.value for step in steps] == [Decimal("43.75"), 44]
    assert (steps[1].text.en, steps[1].text.zh) == (
        "Rounded to a whole number, halves up",
        "取整到整数，恰为一半时进位",
    )


def test_a_variant_with_three_phases_shows_a_mean_without_end_as_rounded() -> None:
    three = FINE.like(FINE.data.model_copy(update={"dimensions": FINE.data.dimensions[:3]}))
    value, steps = three.combine(item(ItemKind.PROCESS), {"P": Decimal(50), "D": Decimal(51), "C": Decimal(51)})
    assert value == 51  # 50.666…
    assert [step.expression for step in steps] == ["(50 + 51 + 51) / 3 = 152 / 3 ≈ 50.67", "50.67 → 51"]


def test_a_missing_phase_makes_a_range() -> None:
    derived = FINE.derive(item(ItemKind.PROCESS), {"P": "80", "D": "60", "C": "40"})
    assert (derived.percent, derived.low, derived.high) == (None, 45, 70)


def test_fine_tuned_scoring_is_marked_as_from_memory() -> None:
    assert CLASSIC.data.verified
    assert not FINE.data.verified
    assert FINE.data.source is not None
    assert "from memory" in FINE.data.source.en
    assert "凭记忆" in FINE.data.source.zh


def test_every_panel_is_described_in_both_languages() -> None:
    for scheme in (CLASSIC, FINE):
        assert [one.key for one in scheme.data.of_kind(ItemKind.PROCESS)] == ["P", "D", "C", "A"]
        assert [one.key for one in scheme.data.of_kind(ItemKind.RESULT)] == ["trends", "targets"]
        for band in scheme.data.bands:
            assert list(band.process) == ["P", "D", "C", "A"]
            assert list(band.result) == ["trends", "targets"]
            assert all(text.zh and text.en for text in (*band.process.values(), *band.result.values()))
