"""Variants of schemes in a criteria file: places of levels, and what does not go with the rule."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from zhuoyue.config import PluginsTable
from zhuoyue.criteria_file import CriteriaFile, read_criteria
from zhuoyue.errors import Fault, InputError
from zhuoyue.model.scheme import Scheme
from zhuoyue.plugins import Plugins

NAMES = ("holistic", "maturity", "characterise", "radar", "pdca", "rubric")
SCHEMES = {name: one for name, (one, _) in Plugins.open(PluginsTable(enabled=NAMES), Path()).schemes.items()}
HEAD = """id = "v-1"
family = "v"
edition = "1"
title = "V"
scheme = "mine"
roll_up = "lowest"
"""
REST = """
[[categories]]
code = "1"
theme = "process"
title = "P"
[[categories.items]]
code = "1.1"
kind = "process"
title = "x"
"""


def levels(*written: str) -> str:
    """Return levels, `number` or `number low` each, with a title."""
    parts = []
    for one in written:
        number, *low = one.split()
        place = f"low = {low[0]}\nhigh = {low[0]}\n" if low else ""
        parts.append(f'[[schemes.bands]]\nnumber = {number}\n{place}title = "Words of {number}"\n')
    return "".join(parts)


def read(root: Path, like: str, own: str) -> CriteriaFile:
    text = f'{HEAD}[[schemes]]\nname = "mine"\nlike = "{like}"\ntitle = "Mine"\n{own}{REST}'
    (root / "v.toml").write_text(text, "utf-8")
    return read_criteria(root / "v.toml", "v.toml", SCHEMES)


def variant(root: Path, like: str, own: str) -> Scheme:
    return read(root, like, own).schemes["mine"]


def faults(root: Path, like: str, own: str) -> tuple[Fault, ...]:
    with pytest.raises(InputError) as caught:
        read(root, like, own)
    return caught.value.faults


@pytest.mark.parametrize("name", sorted(SCHEMES))
def test_a_scheme_goes_with_its_own_rule(name: str) -> None:
    assert not list(SCHEMES[name].check_data(SCHEMES[name].data))


def test_levels_need_no_places_and_level_0_and_the_questions_follow(tmp_path: Path) -> None:
    found = read(tmp_path, "maturity", levels("1", "2", "3", "4"))
    scheme, (item,) = found.schemes["mine"], found.criteria.items
    places = [(band.label, band.low, band.high) for band in scheme.data.bands]
    assert places == [(str(number), Decimal(25 * number), Decimal(25 * number)) for number in range(5)]
    assert scheme.data.bands[0].title.en == "Level 1 not yet reached"
    asked = [(one.kind.value, one.key) for one in scheme.data.dimensions]
    assert asked == [(kind, key) for kind in ("process", "result") for key in "1234"]
    assert scheme.data.dimensions[2].text is not None
    assert scheme.data.dimensions[2].text.en == "Words of 3"
    # Level 1 not met is level 0, never level 1.
    assert scheme.derive(item, {"1": "否"}).percent == 0
    assert scheme.derive(item, {"1": "true", "2": "是", "3": "no"}).percent == 50


def test_thirds_are_numbers_that_have_a_mean(tmp_path: Path) -> None:
    data = variant(tmp_path, "maturity", levels("1", "2", "3")).data
    assert [str(band.low) for band in data.bands] == ["0", "33.33", "66.67", "100.00"]
    assert data.code(Decimal(50)) == "1.5"


def test_named_levels_are_what_is_asked(tmp_path: Path) -> None:
    own = "".join(
        f'[[schemes.bands]]\nnumber = {number}\nkey = "{key}"\ntitle = "{key}"\n'
        for number, key in enumerate(("basic", "managed", "top"), 1)
    )
    found = read(tmp_path, "maturity", own)
    scheme, (item,) = found.schemes["mine"], found.criteria.items
    assert scheme.check_mark(item, "1", "true") is not None
    derived = scheme.derive(item, {"basic": "true", "managed": "true", "top": "false"})
    assert scheme.data.code(derived.low) == scheme.data.code(derived.high) == "managed"


def test_words_of_the_four_levels_may_change_and_not_their_places(tmp_path: Path) -> None:
    data = variant(tmp_path, "characterise", levels("0", "1", "2", "3")).data
    assert [band.low for band in data.bands] == [band.low for band in SCHEMES["characterise"].data.bands]
    assert [band.title.en for band in data.bands] == [f"Words of {number}" for number in range(4)]


ONE = '[[schemes.dimensions]]\nkind = "process"\nkey = "{}"\ntitle = "T"\n'
BANDED = '[[schemes.bands]]\nnumber = 1\nlow = 0\ntitle = "B"\n'


@pytest.mark.parametrize(
    ("like", "own", "line", "en", "zh"),
    [
        ("maturity", levels("1 50", "2 20", "3 100"), 18, "low = 20 does not follow 50", "不能排在 50 之后"),
        ("maturity", levels("1", "5", "3"), 18, "number = 3 does not follow 5", "number = 3 不能排在 5 之后"),
        ("rubric", levels("1 20", "2"), 16, "give every level its low = high", "请各级都写 low = high"),
        ("rubric", levels("1 20", "2 130"), 18, "from 0 to 100", "0 到 100 之间"),
        ("maturity", levels("1 0", "2 50", "3 100"), 11, "add a level with number = 0", "请增加一个 number = 0"),
        ("maturity", ONE.format("5"), 11, "1, 2, 3, 4, 5, not 5", "1、2、3、4、5，现为 5"),
        ("maturity", "dimensions = []\n", 11, "marks need dimensions", "必须有可评的维度"),
        ("characterise", levels("1", "2", "3", "4"), 11, "number 0 not, 1 partially", "number 0 未实施"),
        ("characterise", levels("0", "1", "2"), 11, "made for four levels", "只适用于四个等级"),
        ("characterise", "instances = false\n", 11, "instances belongs to the rule of", "属于 characterise 的规则"),
        ("holistic", 'marks = "percent"\n', 11, "holistic takes no marks", "holistic 不采用分项评分"),
        ("holistic", "step = 40\n", 11, "100 is no multiple of the step 40", "100 不是步长 40 的倍数"),
        ("holistic", BANDED, 11, "a band of percents needs high", "百分比区间须写 high"),
        ("radar", "".join(f"{ONE.format(key)}caps = true\n" for key in "ab"), 20, "only one process attribute", "封顶"),
        ("radar", ONE.format("a") * 2, 17, "two process dimensions have the key 'a'", "两个过程维度"),
        ("pdca-fine-tuned", f"{ONE.format('P')}weight = 2\n", 11, "counts every part alike", "等权"),
        ("rubric", f"{ONE.format('P')}caps = true\n", 11, "counts every dimension once", "一视同仁"),
    ],
)
def test_what_does_not_go_with_the_rule_is_told_by_line(
    tmp_path: Path, like: str, own: str, line: int, en: str, zh: str
) -> None:
    told = [fault for fault in faults(tmp_path, like, own) if en in fault.en]
    assert len(told) == 1, faults(tmp_path, like, own)
    assert zh in told[0].zh
    assert told[0].where.startswith(f"v.toml:{line}: schemes[0]"), told[0].where


def test_two_levels_have_two_keys(tmp_path: Path) -> None:
    own = "".join(
        f'[[schemes.bands]]\nnumber = {number}\nkey = "{key}"\ntitle = "x"\n' for number, key in ((1, "a"), (2, "A"))
    )
    (fault,) = faults(tmp_path, "rubric", own)
    assert fault.en == "two levels have the key 'A'"
    assert fault.zh == "两个等级使用了同一个 key 'A'"
