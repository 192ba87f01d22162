"""A documentation page for each built-in plugin, made from its README."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

NOTE = "<!-- Written by tools/regenerate.py from {source}; edit that file. -->\n\n"


def pages(root: Path) -> Iterator[tuple[Path, str]]:
    """Yield path and text of each page, and of their index."""
    folder = root / "docs/reference/plugins"
    rows = []
    for readme in sorted((root / "plugins/zhuoyue_plugins").glob("*/README.md")):
        text = readme.read_text("utf-8")
        name = readme.parent.name.replace("_", "-")  # as the plugin is called in zhuoyue.toml
        rows.append(f"| [{name}]({name}.md) | {_summary(text)} |")
        yield folder / f"{name}.md", NOTE.format(source=readme.relative_to(root).as_posix()) + text
    head = "# Plugins\n\nWhat ships with zhuoyue. Each page is in English and Chinese. 各页均有中文说明。\n\n"
    table = "| plugin | what it does |\n|---|---|\n" + "\n".join(rows) + "\n"
    yield folder / "index.md", NOTE.format(source="the plugins' README.md files") + head + table


def _summary(text: str) -> str:
    """Return the first sentence below the title, without links."""
    body = text.split("\n", 1)[1].strip().split("\n\n", 1)[0]
    sentence = re.split(r"(?<=[.:])\s", " ".join(body.split()), maxsplit=1)[0]
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", sentence).rstrip(":.").replace("|", "\\|") + "."
