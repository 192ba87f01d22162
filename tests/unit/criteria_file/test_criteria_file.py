"""A criteria file is read whole, and whatever is wrong with it is told at once, in words of whoever wrote it."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from zhuoyue.criteria_file import CriteriaFile, read_criteria
from zhuoyue.criteria_file.tables import CategoryTable, CriteriaTable, ItemTable, SchemeTable
from zhuoyue.errors import Fault, InputError
from zhuoyue.model.criteria import Category, Criteria, Item
from zhuoyue.model.scheme import Scheme
from zhuoyue.model.scheme_data import SchemeData
from zhuoyue.model.text import Text

GOOD = """\
id = "ours-2026"
family = "ours"
edition = "2026"
title = { zh = "自有准则", en = "Our model" }
scheme = "holistic"
total = 100

[[categories]]
code = "1"
theme = "leadership"
title = "Leading"

[[categories.items]]
code = "1.1"
kind = "process"
points = 40
title = "Direction"

[[categories]]
code = "2"
theme = "results"
scheme = "maturity"
title = "Results"

[[categories.items]]
code = "2.1"
kind = "result"
points = 60
title = "Outcomes"
"""


@pytest.fixture(scope="session")
def schemes() -> dict[str, Scheme]:
    from zhuoyue_plugins import holistic, maturity

    return {one.name: one for module in (holistic, maturity) for one in module.register_schemes()}


def read(tmp_path: Path, text: str, schemes: dict[str, Scheme] | None = None) -> CriteriaFile:
    path = tmp_path / "ours.toml"
    path.write_text(text, "utf-8")
    return read_criteria(path, "ours.toml", schemes)


def faults(tmp_path: Path, text: str, schemes: dict[str, Scheme] | None = None) -> tuple[Fault, ...]:
    with pytest.raises(InputError) as caught:
        read(tmp_path, text, schemes)
    return caught.value.faults


def test_a_good_file_is_criteria(tmp_path: Path, schemes: dict[str, Scheme]) -> None:
    criteria = read(tmp_path, GOOD, schemes).criteria
    assert [(item.id, item.scheme, int(item.points)) for item in criteria.items] == [
        ("ours-2026:1.1", "holistic", 40),
        ("ours-2026:2.1", "maturity", 60),
    ]


def test_the_tables_have_a_place_for_everything_that_the_model_has() -> None:
    made = {"id"}  # of an item: made of the criteria's id and its code
    assert set(Item.model_fields) - made <= set(ItemTable.model_fields)
    assert set(Category.model_fields) <= set(CategoryTable.model_fields)
    merged = {"own_wording"}  # says what a licence covers; neither it nor the wording is written
    assert set(Criteria.model_fields) - merged <= set(CriteriaTable.model_fields)
    assert set(SchemeData.model_fields) <= set(SchemeTable.model_fields)


BAD = """\
id = "Our Model"
family = "ours"
edition = 2026
title = "Ours"
scheme = "holistc"
total = 100
colour = "red"

[[categories]]
code = "1"
theme = "客户"
title = "Leading"
points = 40

[[categories.items]]
code = "1.1"
kind = "proces"
points = 40
title = "Direction"

[[categories.items]]
code = "1.1"
kind = "result"
title = "Again"

[[categories.topics]]
key = "a"
title = "A question"

[[categories]]
code = "2"
title = "Results"

[[categories.items]]
code = "2-1"
kind = "result"
points = 60

[[categories]]
code = "3"
theme = "results"
title = "Nothing"
"""


def test_every_fault_is_told_at_once_in_the_order_of_the_lines(tmp_path: Path, schemes: dict[str, Scheme]) -> None:
    told = [fault.text("en") for fault in faults(tmp_path, BAD, schemes)]
    expected = (
        (1, "id: 'Our Model': use small ASCII letters, digits, dots and hyphens, e.g. 'our-model'"),
        (3, 'edition: put it in quotes: edition = "2026"'),
        (5, "scheme: no scheme 'holistc' – did you mean 'holistic'?"),
        (7, "colour: unknown key"),
        (11, "categories[0].theme: no theme '客户' – did you mean 'customers'?"),
        (13, "categories[0].points: category 1: its points are the sum of its items' points; leave the line out"),
        (17, "categories[0].items[0].kind: no kind 'proces' – did you mean 'process'?"),
        (21, "categories[0].items[1]: item 1.1 has no points, and the model has a total; write points = …"),
        (22, "categories[0].items[1].code: item code '1.1' occurs twice (first in line 16)"),
        (26, "categories[0].topics[0]: topics belong to an item"),
        (30, "categories[1]: theme is required: one of leadership, "),
        (34, "categories[1].items[0].title: is required"),
        (35, "categories[1].items[0].code: '2-1': the code of an item has letters, digits and dots only, e.g. '2.1'"),
        (39, "categories[2]: category 3 has no item"),
    )
    assert len(told) == len(expected)
    for line, (number, start) in zip(told, expected, strict=True):
        assert line.startswith(f"ours.toml:{number}: {start}"), line


def test_every_message_has_a_chinese_side(tmp_path: Path, schemes: dict[str, Scheme]) -> None:
    for fault in faults(tmp_path, BAD, schemes):
        assert re.search(r"[\u4e00-\u9fff]", fault.zh), fault
        assert not re.search(r"[A-Za-z]{3,} [a-z]{3,} [a-z]{3,}", fault.zh), fault  # no English sentence inside


def test_points_that_miss_the_total_say_by_how_much_and_where(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, GOOD.replace("points = 60", "points = 62.5"))
    assert fault.where == "ours.toml:6: total"
    assert (
        fault.en == "the items' points add up to 102.5, the total says 100: 2.5 too many. By category: 1: 40, 2: 62.5"
    )
    assert fault.zh == "各条款分值合计为 102.5，总分为 100：多出 2.5 分。各类目合计：1：40，2：62.5"
    (fault,) = faults(tmp_path, GOOD.replace("points = 60", "points = 50"))
    assert "10 too few" in fault.en


def test_a_forgotten_total_is_named(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, GOOD.replace("total = 100\n", ""))
    assert "write total = 100, or leave all points out" in fault.en


@pytest.mark.parametrize("roll_up", ["mean", "lowest"])
def test_a_model_without_points(tmp_path: Path, roll_up: str) -> None:
    text = re.sub(r"(?m)^points = .*\n", "", GOOD).replace("total = 100", f'roll_up = "{roll_up}"')
    criteria = read(tmp_path, text).criteria
    assert (criteria.total, criteria.roll_up.value) == (None, roll_up)
    (fault,) = faults(tmp_path, GOOD.replace("total = 100", f'total = 100\nroll_up = "{roll_up}"'))
    assert "a model with a total adds its points up" in fault.en
    (fault,) = faults(tmp_path, text.replace(roll_up, "sum"))
    assert "only be summed up in a model with a total" in fault.en


@pytest.mark.parametrize(
    ("before", "after", "en"),
    [
        ('[[categories.items]]\ncode = "1.1"', '[[items]]\ncode = "1.1"', "items belong to a category"),
        ('[[categories.items]]\ncode = "1.1"', '[categories.items]\ncode = "1.1"', "with two brackets"),
        (
            'title = "Direction"',
            'title = "Direction"\n[[categories.items.items]]\ncode = "x"',
            "an item holds no items",
        ),
        ('title = "Leading"', 'title = "Leading"\nkind = "process"', "kind belongs to each item"),
        ('code = "1.1"', "code = 1.10", 'put it in quotes: code = "1.1"'),
        ('code = "2"\n', 'code = "1"\n', "category code '1' occurs twice"),
        ('title = "Direction"', 'title = ""', "needs a text in zh, en or both"),
        ("points = 40", 'points = "much"', "'much' is no number"),
        ("points = 40", 'points = "40分"', "is no number; write 40"),
        ("points = 40", "points = -40", "greater than 0"),
        ('theme = "results"', 'theme = "结果"', "did you mean 'results'?"),
        ('theme = "results"', 'theme = "人力资源"', "did you mean 'resources'?"),
        ('kind = "result"', 'kind = "results"', "did you mean 'result'?"),
        ('scheme = "maturity"', 'scheme = "maturty"', "did you mean 'maturity'?"),
        (
            'title = "Direction"',
            'title = "Direction"\n' + '[[categories.items.topics]]\nkey = "a"\ntitle = "x"\n' * 2,
            "topic key 'a' occurs twice here",
        ),
        ('title = "Outcomes"', 'title = "Outcomes"\n[categories.items.levels]\n6 = "x"', "has no level '6'"),
        (
            'title = "Outcomes"',
            'title = "Outcomes"\n[[schemes]]\nname = "own"\nlike = "matur"',
            "did you mean 'maturity'",
        ),
        (
            'title = "Outcomes"',
            'title = "Outcomes"\n[[schemes]]\nname = "holistic"\nlike = "maturity"',
            "exists already",
        ),
    ],
)
def test_slips(tmp_path: Path, schemes: dict[str, Scheme], before: str, after: str, en: str) -> None:
    assert before in GOOD
    told = faults(tmp_path, GOOD.replace(before, after, 1), schemes)
    assert any(en in fault.en for fault in told), [fault.en for fault in told]
    assert all(fault.where.startswith("ours.toml") for fault in told)


def test_a_variant_of_a_scheme_needs_no_python(tmp_path: Path, schemes: dict[str, Scheme]) -> None:
    own = '\n[[schemes]]\nname = "own"\nlike = "holistic"\nstep = 10\ntitle = { zh = "自有", en = "Own" }\n'
    found = read(tmp_path, GOOD.replace('scheme = "maturity"', 'scheme = "own"') + own, schemes)
    scheme = found.schemes["own"]
    assert isinstance(scheme, type(schemes["holistic"]))
    assert (scheme.name, scheme.data.step, scheme.data.title.en) == ("own", 10, "Own")
    assert scheme.data.bands == schemes["holistic"].data.bands
    assert scheme.data.source == Text(
        zh="本准则自定，改自评分方案 holistic", en="Our own, adapted from the scheme holistic"
    )
    item = next(item for item in found.criteria.items if item.scheme == "own")
    assert scheme.check(item, Decimal(55)) is not None
    assert scheme.check(item, Decimal(60)) is None


def test_without_schemes_their_names_are_not_checked(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD.replace("holistic", "unheard-of")).criteria.scheme == "unheard-of"


def test_a_file_that_is_no_toml_says_where(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, GOOD.replace("total = 100", "total = 100 分"))
    assert fault.where.startswith("ours.toml:6")
