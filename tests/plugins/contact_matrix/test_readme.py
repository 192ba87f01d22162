"""The README's examples are valid, and its first one gives what it promises."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import zhuoyue_plugins.contact_matrix as plugin
from zhuoyue_plugins.contact_matrix.settings import ContactMatrixSettings, Settings

from ..registers import Collect
from .conftest import exhibit

README = (Path(plugin.__file__).parent / "README.md").read_text(encoding="utf-8")
CORE = ("name", "collector", "items")


def blocks() -> list[dict[str, object]]:
    return [tomllib.loads(block) for block in re.findall(r"```toml\n(.*?)```", README, re.DOTALL)]


def test_every_example_is_valid() -> None:
    sources = [source for block in blocks() for source in block.get("sources", [])]  # type: ignore[attr-defined]
    assert len(sources) == 4
    for source in sources:
        ContactMatrixSettings.model_validate({key: value for key, value in source.items() if key not in CORE})


def test_the_defaults_are_those_of_the_settings() -> None:
    (table,) = [block["contact-matrix"] for block in blocks() if "contact-matrix" in block]
    assert Settings.model_validate(table) == Settings()
    assert set(table) == set(Settings.model_fields)  # type: ignore[call-overload]


def test_the_first_example(collect: Collect) -> None:
    (table,) = re.findall(r"```csv\n(.*?)```", README, re.DOTALL)
    collected = collect(table)
    assert collected.problems == ()
    gaps = [(str(row["information"]), str(row["gap"])) for row in exhibit(collected, "gaps").rows()]
    assert gaps == [
        ("Supply allocated", "no channel"),
        ("Invoices", "one channel only"),
        ("Invoices", "not around the clock"),
    ]


def test_every_setting_of_the_source_is_explained_in_both_languages() -> None:
    own = {"fields", "channels", "ignore", "spellings", "empty", "covers", "english", "matrix"}
    assert own <= set(ContactMatrixSettings.model_fields)
    for part in README.split('<a id="contact-matrix-zh"></a>'):
        assert not {name for name in own if name not in part}
