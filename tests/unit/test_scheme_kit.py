"""The scheme kit finds what it says it finds: a sound scheme passes, one broken in a single way fails that property."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import Phase, settings

from zhuoyue import Band, Dimension, Fault, Item, ItemKind, Scheme, SchemeData, Step, Text, plain, same, testing
from zhuoyue.model.scheme import Derived
from zhuoyue.model.scheme_data import MarkKind, Scale
from zhuoyue.testing import SchemeProperties
from zhuoyue.testing.arithmetic import figure, is_equation, last_figures, wrong_sides

KINDS = tuple(ItemKind)
STEP = Text(en="Mean of the marks, rounded down to the grid", zh="各分项的平均值，向下取到档位")


def bands(high: int = 100) -> tuple[Band, ...]:
    lower = Band(number=1, low=Decimal(0), high=Decimal(45), title=Text(en="Low", zh="低"))
    return lower, Band(number=2, low=Decimal(50), high=Decimal(high), title=Text(en="High", zh="高"))


class Sound(Scheme):
    """Three marks in percent, and their mean rounded down to a multiple of 5."""

    data = SchemeData(
        name="sound",
        title=Text(en="Mean of three", zh="三项平均"),
        rule=Text(en="Mark three things.", zh="评三项。"),
        step=Decimal(5),
        marks=MarkKind.PERCENT,
        dimensions=tuple(
            Dimension(key=key, kind=kind, title=Text(en="Part", zh="项")) for kind in KINDS for key in "abc"
        ),
        bands=bands(),
    )

    def combine(self, item: Item, marks: Mapping[str, Decimal]) -> tuple[Decimal, tuple[Step, ...]]:
        mean = sum(marks.values(), Decimal(0)) // len(marks)
        value = mean // 5 * 5
        return value, (Step(text=STEP, expression=f"{plain(mean)} → {plain(value)}", value=value),)


class Instances(Sound):
    """The lowest of any number of instances; NY counts for nothing."""

    data = SchemeData(
        name="instances",
        title=Text(en="Lowest", zh="最低"),
        rule=Text(en="The lowest instance decides.", zh="取最低的一例。"),
        step=Decimal(50),
        scale=Scale.LEVEL,
        marks=MarkKind.LEVEL,
        instances=True,
        neutral=("NY",),
        dimensions=(Dimension(key="x", kind=ItemKind.PROCESS, title=Text(en="Practice", zh="实践")),),
        bands=tuple(
            Band(number=number, key=key, low=Decimal(50 * number), high=Decimal(50 * number), title=same(key))
            for number, key in enumerate(("NI", "PI", "FI"))
        ),
    )

    def combine(self, item: Item, marks: Mapping[str, Decimal]) -> tuple[Decimal, tuple[Step, ...]]:
        value = min(marks.values())
        return value, (Step(text=STEP, expression="min", value=value),)


class TestSound(SchemeProperties):
    scheme = Sound()


class TestInstances(SchemeProperties):
    scheme = Instances()


def with_data(**changes: object) -> type[Scheme]:
    return type("Broken", (Sound,), {"data": Sound.data.model_copy(update=changes)})


class TooMuch(Sound):
    def points(self, item: Item, percent: Decimal) -> tuple[Decimal, tuple[Step, ...]]:
        value = item.points * percent / 50
        return value, (Step(text=STEP, expression=f"{plain(value)} × 1 = {plain(value)}", value=value),)


class Inexact(Sound):
    def points(self, item: Item, percent: Decimal) -> tuple[Decimal, tuple[Step, ...]]:
        value, steps = super().points(item, percent)
        return float(value), steps  # type: ignore[return-value]


class Falling(Sound):
    def points(self, item: Item, percent: Decimal) -> tuple[Decimal, tuple[Step, ...]]:
        return super().points(item, 100 - percent)


class WrongArithmetic(Sound):
    def points(self, item: Item, percent: Decimal) -> tuple[Decimal, tuple[Step, ...]]:
        value, (step,) = super().points(item, percent)
        return value, (step.model_copy(update={"expression": f"{plain(percent)} % × 999 = {plain(value)}"}),)


class OtherEnd(Sound):
    def points(self, item: Item, percent: Decimal) -> tuple[Decimal, tuple[Step, ...]]:
        value, steps = super().points(item, percent)
        return value / 2, steps


class NoSteps(Sound):
    def points(self, item: Item, percent: Decimal) -> tuple[Decimal, tuple[Step, ...]]:
        return super().points(item, percent)[0], ()


class Words(Sound):
    def points(self, item: Item, percent: Decimal) -> tuple[Decimal, tuple[Step, ...]]:
        value, (step,) = super().points(item, percent)
        return value, (step.model_copy(update={"expression": "as the committee decided"}),)


class Moody(Sound):
    calls = 0

    def points(self, item: Item, percent: Decimal) -> tuple[Decimal, tuple[Step, ...]]:
        Moody.calls += 1
        return super().points(item, percent if Moody.calls % 2 else Decimal(0))


class Lenient(Sound):
    def check(self, item: Item, percent: Decimal) -> Fault | None:
        return None


class Silent(Sound):
    def check(self, item: Item, percent: Decimal) -> Fault | None:
        return Fault("no", "不行") if super().check(item, percent) else None


class EnglishOnly(Sound):
    def check(self, item: Item, percent: Decimal) -> Fault | None:
        fault = super().check(item, percent)
        return Fault(fault.en, "") if fault else None


class AnyMark(Sound):
    def check_mark(self, item: Item, key: str, mark: str) -> Fault | None:
        return None if mark.startswith("no") else super().check_mark(item, key, mark)


class MarkInEnglish(Sound):
    def check_mark(self, item: Item, key: str, mark: str) -> Fault | None:
        fault = super().check_mark(item, key, mark)
        return Fault(fault.en, fault.en) if fault else None


class Perverse(Sound):
    def combine(self, item: Item, marks: Mapping[str, Decimal]) -> tuple[Decimal, tuple[Step, ...]]:
        value = 100 - super().combine(item, marks)[0]
        return value, (Step(text=STEP, expression=plain(value), value=value),)


class FirstCounts(Sound):
    def combine(self, item: Item, marks: Mapping[str, Decimal]) -> tuple[Decimal, tuple[Step, ...]]:
        value = next(iter(marks.values()))
        return value, (Step(text=STEP, expression=plain(value), value=value),)


class FirstInstance(Instances):
    combine = FirstCounts.combine


class MissingIsZero(Sound):
    def derive(self, item: Item, marks: Mapping[str, str]) -> Derived:
        return super().derive(item, {"a": "0", "b": "0", "c": "0", **marks})


class OffGrid(Sound):
    def combine(self, item: Item, marks: Mapping[str, Decimal]) -> tuple[Decimal, tuple[Step, ...]]:
        value = sum(marks.values(), Decimal(0)) // 3
        return value, (Step(text=STEP, expression=plain(value), value=value),)


class OtherStep(Sound):
    def combine(self, item: Item, marks: Mapping[str, Decimal]) -> tuple[Decimal, tuple[Step, ...]]:
        value, (step,) = super().combine(item, marks)
        return value, (step.model_copy(update={"expression": "101", "value": Decimal(101)}),)


class Mute(Sound):
    def combine(self, item: Item, marks: Mapping[str, Decimal]) -> tuple[Decimal, tuple[Step, ...]]:
        return super().combine(item, marks)[0], ()


class NotYetIsNo(Instances):
    def derive(self, item: Item, marks: Mapping[str, str]) -> Derived:
        return super().derive(item, {key: "NI" if mark == "NY" else mark for key, mark in marks.items()})


class Stubborn(Sound):
    def like(self, data: SchemeData) -> Stubborn:
        return self


class Shared(Sound):
    def like(self, data: SchemeData) -> Shared:
        Shared.data = data
        return self


HALF = (*Sound.data.dimensions[1:], Sound.data.dimensions[0].model_copy(update={"title": Text(en="Part")}))
STRANGE = (bands()[0].model_copy(update={"process": {"z": Text(en="Zed", zh="乙")}}), bands()[1])

BROKEN: list[tuple[str, type[Scheme]]] = [
    ("test_points_stay_between_zero_and_those_of_the_item", TooMuch),
    ("test_points_stay_between_zero_and_those_of_the_item", Inexact),
    ("test_points_rise_with_the_figure", Falling),
    ("test_steps_lead_to_the_points", WrongArithmetic),
    ("test_steps_lead_to_the_points", OtherEnd),
    ("test_steps_lead_to_the_points", NoSteps),
    ("test_steps_lead_to_the_points", Words),
    ("test_the_same_input_gives_the_same_answer", Moody),
    ("test_every_place_of_the_grid_has_one_band", with_data(bands=bands(95))),
    ("test_every_place_of_the_grid_has_one_band", with_data(bands=tuple(reversed(bands())))),
    ("test_a_figure_off_the_grid_is_refused", Lenient),
    ("test_a_figure_off_the_grid_is_refused", Silent),
    ("test_a_figure_off_the_grid_is_refused", EnglishOnly),
    ("test_a_wrong_mark_is_refused", AnyMark),
    ("test_a_wrong_mark_is_refused", MarkInEnglish),
    ("test_a_better_mark_never_gives_less", Perverse),
    ("test_marks_count_in_any_order", FirstCounts),
    ("test_marks_count_in_any_order", FirstInstance),
    ("test_the_range_contains_every_completion", MissingIsZero),
    ("test_what_marks_lead_to_stays_on_the_grid", OffGrid),
    ("test_what_marks_lead_to_stays_on_the_grid", OtherStep),
    ("test_what_marks_lead_to_stays_on_the_grid", Mute),
    ("test_not_applicable_is_neutral", NotYetIsNo),
    ("test_every_text_is_there_in_both_languages", with_data(rule=Text(en="Score."))),
    ("test_every_text_is_there_in_both_languages", with_data(dimensions=HALF)),
    ("test_every_text_is_there_in_both_languages", with_data(bands=STRANGE)),
    ("test_other_data_leave_the_scheme_as_it_is", Stubborn),
    ("test_other_data_leave_the_scheme_as_it_is", Shared),
]


@pytest.fixture
def _found_is_enough() -> Iterator[None]:
    """The first input that breaks a property will do: nobody reads the simplest."""
    settings.register_profile("found", phases=(Phase.generate,), derandomize=True, database=None)
    before = settings.get_current_profile_name()
    settings.load_profile("found")
    yield
    settings.load_profile(before)


@pytest.mark.usefixtures("_found_is_enough")
@pytest.mark.parametrize(("name", "broken"), BROKEN, ids=lambda one: getattr(one, "__name__", one))
def test_a_broken_scheme_fails(name: str, broken: type[Scheme]) -> None:
    suite = type("Suite", (SchemeProperties,), {"scheme": broken()})()
    with pytest.raises(AssertionError, match=r"^scheme "):
        getattr(suite, name)()


def test_every_property_is_shown_to_fail() -> None:
    properties = {name for name in dir(SchemeProperties) if name.startswith("test_")}
    assert properties == {name for name, _ in BROKEN}


def test_the_names_of_the_kit() -> None:
    assert testing.__all__ == sorted(set(testing.__all__), key=lambda name: (not name.isupper(), name.islower(), name))
    assert all(hasattr(testing, name) for name in testing.__all__)


def test_without_hypothesis_one_line_says_what_to_install() -> None:
    script = (
        "import sys; sys.modules['hypothesis'] = None\n"
        "from zhuoyue.testing import SchemeProperties\n"
        "from zhuoyue_plugins.holistic.scheme import Holistic\n"
        "SchemeProperties.scheme = Holistic()\n"
        "SchemeProperties().test_points_rise_with_the_figure()\n"
        "SchemeProperties().test_a_figure_off_the_grid_is_refused()\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.endswith("ModuleNotFoundError: SchemeProperties needs hypothesis: pip install hypothesis\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("60 × 75 %", Fraction(45)),
        ("(60 + 70 + 55) ÷ 3", Fraction(185, 3)),
        ("min(60; 20) + max(1, 2)", Fraction(22)),
        ("mean(1; 2) · 2 − -3", Fraction(6)),
        ("lower median(10; 30; 20; 40)", Fraction(20)),
        ("sum(1.5; 2.25)/2", Fraction(15, 8)),
        ("median(1; 2; 4)", Fraction(2)),
        ("early", None),
        ("4.1.2 27.5", None),
        ("(1 + 2", None),
        ("1 ÷ 0", None),
        ("", None),
        ("min 3", None),
        ("mean()", None),
    ],
)
def test_arithmetic(text: str, expected: Fraction | None) -> None:
    assert figure(text) == expected


@pytest.mark.parametrize(
    ("expression", "wrong"),
    [
        ("60 × 75 % = 45", ""),
        ("60 × 75 % = 46", "60 × 75 % = 46"),
        ("(65 + 70) ÷ 2 = 67.5 → 70", ""),
        ("(65 + 70) ÷ 2 = 67 → 70", "(65 + 70) ÷ 2 = 67"),
        ("200 ÷ 3 ≈ 66.67 → 65", ""),
        ("200 ÷ 3 ≈ 66.6", "200 ÷ 3 ≈ 66.6"),
        ("(40 + 60) ÷ 2 = 50 %", ""),
        ("none, early, mature → early", ""),
        ("1 + 1 = 2 = 3", "2 = 3"),
    ],
)
def test_sides_that_should_be_equal(expression: str, wrong: str) -> None:
    assert wrong_sides(expression) == wrong


def test_what_an_expression_ends_in() -> None:
    assert last_figures("67.5 → 70 %") == (Fraction(7, 10), Fraction(70))
    assert last_figures("none … mature") == ()
    assert is_equation("2 × 3 = 6")
    assert not is_equation("67.5 → 70")
    assert not is_equation("all = good")
