"""Each rule has its page, and the README states the rules and the settings that there are."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import zhuoyue_plugins.lint as plugin
from zhuoyue import Rule
from zhuoyue_plugins.lint.rules import RULES
from zhuoyue_plugins.lint.settings import Settings

README = (Path(plugin.__file__).parent / "README.md").read_text("utf-8")
PAGES = Path(__file__).parents[3] / "docs/reference/rules"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rule_has_its_page(rule: Rule) -> None:
    page = (PAGES / f"{rule.code}.md").read_text("utf-8")
    assert f"# {rule.code} {rule.name}\n" in page
    for words in (rule.title.en, rule.title.zh, rule.why.en, rule.why.zh, "## How to mend it", "## 中文"):
        assert words in page
    assert f"({rule.code}.md)" in (PAGES / "index.md").read_text("utf-8")


def test_no_page_is_left_over() -> None:
    assert {path.stem for path in PAGES.glob("ZY*.md")} == {rule.code for rule in RULES}


def test_codes_and_names_are_unique() -> None:
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)


def test_the_readme_names_every_rule_in_both_languages() -> None:
    assert re.findall(r"^\| (ZY\d+) \|", README, re.M) == [rule.code for rule in RULES] * 2


def test_the_readme_shows_the_default_settings() -> None:
    (block,) = re.findall(r"```toml\n(.*?)```", README, re.S)
    table = tomllib.loads(block)["lint"]
    assert Settings.model_validate(table) == Settings()
    assert set(table) == set(Settings.model_fields)
