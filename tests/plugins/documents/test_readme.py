"""The README's front matter, columns and defaults are the plugin's own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import zhuoyue_plugins.documents as plugin
from zhuoyue_plugins.documents.register import ALIASES
from zhuoyue_plugins.documents.settings import Settings

if TYPE_CHECKING:
    from tests.plugins.documents.conftest import Project

README = (Path(plugin.__file__).parent / "README.md").read_text(encoding="utf-8")


def test_the_example_of_a_front_matter_is_read(project: Project) -> None:
    (block,) = re.findall(r"```markdown\n(.*?)```", README, re.DOTALL)
    project.write("docs/a.md", block)
    collected = project.collect()
    assert collected.problems == ()
    assert (collected.evidence[0].id, collected.evidence[0].items) == ("complaints-procedure", ("4.3.3",))


def test_every_column_is_described_in_both_languages() -> None:
    english, chinese = README.split('<a id="documents-zh"></a>')
    for alias, field in ALIASES.items():
        assert f"`{field}`" in english
        assert alias in english
        assert alias in chinese


def test_settings_and_their_defaults() -> None:
    for name, field in Settings.model_fields.items():
        rows = re.findall(rf"^\| `{field.alias or name}` \| (.*?) \|", README, re.MULTILINE)
        assert len(rows) == 2, name
    assert README.count(f"| {Settings.model_fields['text_characters'].default} |") == 2
    assert README.count("| 50 000 000 |") == 2
    assert Settings.model_fields["max_bytes"].default == 50_000_000
