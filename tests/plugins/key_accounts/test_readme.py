"""The README's examples are valid, and its first one gives what it promises."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import zhuoyue_plugins.key_accounts as plugin
from zhuoyue.report.edition import Edition
from zhuoyue.testing import project
from zhuoyue_plugins.key_accounts.pages.declared import PAGES
from zhuoyue_plugins.key_accounts.settings import KeyAccountsSettings
from zhuoyue_plugins.key_accounts.thresholds import Settings

from .conftest import Kit, rows

README = (Path(plugin.__file__).parent / "README.md").read_text(encoding="utf-8")
CORE = ("name", "collector", "items", "visibility")
BLOCKS = [tomllib.loads(block) for block in re.findall(r"```toml\n(.*?)```", README, re.DOTALL)]


def sources() -> list[dict[str, Any]]:
    tables = [source for block in BLOCKS for source in block.get("sources", ())]
    return [{key: value for key, value in table.items() if key not in CORE} for table in tables]


def test_every_example_is_valid() -> None:
    assert len(sources()) == 2
    for source in sources():
        KeyAccountsSettings.model_validate(source)


def test_the_first_example(kit: Kit) -> None:
    (table,) = re.findall(r"```csv\n(.*?)```", README, re.DOTALL)
    (kit.root / "records").mkdir()
    (kit.root / "records" / "revenue.csv").write_text(table, encoding="utf-8")
    collected = kit.collect("", **sources()[0])
    assert collected.problems == ()
    found = {(row["period"], row["tier"]): row["accounts"] for row in rows(collected, "tiers") if row["accounts"]}
    assert found == {
        ("2024", "Silver"): 1,
        ("2024", "Bronze"): 1,
        ("2024", "all"): 2,
        ("2025", "Diamond"): 1,
        ("2025", "Gold"): 1,
        ("2025", "Silver"): 1,
        ("2025", "all"): 3,
    }
    moved = {(row["before"], row["after"]) for row in rows(collected, "moves") if row["accounts"]}
    assert moved == {
        ("Silver", "Diamond"),
        ("Bronze", "no revenue"),
        ("not yet a customer", "Gold"),
        ("not yet a customer", "Silver"),
    }


def test_the_first_example_has_its_pages(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (table,) = re.findall(r"```csv\n(.*?)```", README, re.DOTALL)
    config = next(block for block in re.findall(r"```toml\n(.*?)```", README, re.DOTALL) if "[[sources]]" in block)
    plugins = ("gbt19580", "holistic", "key-accounts")
    shown = project(tmp_path, config, {"records/revenue.csv": table}, plugins).run("assess").assert_success().assessment
    for language, tier in (("zh", "钻石"), ("en", "Diamond")):
        texts = {leaf.path: leaf.text for leaf in Edition(shown, language, pages=PAGES).leaves()}
        assert tier in texts["key-accounts.md"]
        assert tier in texts["key-accounts-accounts.md"]
    assert "failed" not in caplog.text


def test_the_thresholds_shown_are_the_defaults() -> None:
    (table,) = [block["key-accounts"] for block in BLOCKS if "key-accounts" in block]
    assert Settings.model_validate(table) == Settings()
    assert set(table) == set(Settings.model_fields)


def test_every_setting_is_in_the_table() -> None:
    own = set(KeyAccountsSettings.model_fields) - {"account_register"}
    for name in own:
        assert name in README


def test_the_defaults_shown_are_the_defaults() -> None:
    shown = dict(re.findall(r"^\| `(\w+)` \| `?\"?(\w+)\"?`? \|", README, re.MULTILINE))
    assert set(shown) > {"period", "names", "lost_after_months", "smallest_group"}
    for name, value in shown.items():
        assert str(KeyAccountsSettings.model_fields[name].default) == value


def test_both_languages_explain_every_word() -> None:
    english, chinese = README.split('<a id="key-accounts-zh"></a>')
    for name in ("lost_after_months", "new_months", "stale_after_months", "smallest_group", "names", "unique"):
        assert f"`{name}`" in english
        assert f"`{name}`" in chinese
