"""Links in the documentation and the READMEs lead somewhere, and the site builds without a warning."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import page_examples as examples
import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s]+)\)|src=\"(?P<source>[^\"]+)\"")


def links(page: Path) -> list[str]:
    text = page.read_text("utf-8")
    for block in examples.blocks(text):
        text = text.replace(block.body, "")
    found = [match["target"] or match["source"] for match in LINK.finditer(re.sub(r"`[^`]*`", "", text))]
    return [link for link in found if not link.startswith(("http:", "https:", "mailto:", "#"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_to_files(page: Path) -> None:
    assert not [link for link in links(page) if not (page.parent / link.split("#")[0]).exists()]


def test_nothing_points_to_another_machine() -> None:
    """Except the documentation's own references by name: no badge, no image, no script from elsewhere."""
    for page in PAGES:
        assert not re.findall(r"!\[[^\]]*\]\(https?:|<(?:img|script)[^>]+https?:", page.read_text("utf-8")), page


def test_the_site_builds_without_warnings(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(tmp_path / "site")]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    for page in (tmp_path / "site").rglob("*.html"):
        outside = re.findall(r"<(?:script|link|img)[^>]+(?:src|href)=\"?https?://[^\s\">]+", page.read_text("utf-8"))
        assert not outside, page
    assert (tmp_path / "site/search/search_index.js").is_file()


def test_both_readmes_say_the_same() -> None:
    """Same headings in number and order, same pictures, blocks and links, apart from the language."""
    english, chinese = ((ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh.md"))
    assert _shape(english) == _shape(chinese)


def _shape(text: str) -> list[str]:
    shape = [block.title or block.language for block in examples.blocks(text)]
    return shape + [match[0] for match in re.findall(r"^(#+) (.*)$", _without_blocks(text), re.M)]


def _without_blocks(text: str) -> str:
    for block in examples.blocks(text):
        text = text.replace(block.body, "")
    return text
