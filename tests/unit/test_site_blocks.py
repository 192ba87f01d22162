"""HTML blocks are put aside and come back; what the engine makes of a page stays the same."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample import sample

from zhuoyue.config import SiteConfig
from zhuoyue.site import build
from zhuoyue.site_blocks import put_aside, put_back
from zhuoyue.site_source import write_source


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("# A\n\n<p>x</p>\n\n## B\n", ["<p>x</p>"]),
        ("<div>\n\n# not a heading\n\n</div>\ntext\n", ["<div>\n\n# not a heading\n\n</div>"]),
        ('<div a="1 > 0"><br><img src=x><svg><path d="M0"/></svg></div>\n', None),
        ("words <b>bold</b> more\n", []),
        ("<p>one</p> and words\n", []),
        ("<div><p>never closed</p>\n\n# A\n", []),
        ("</div>\n<p>after a stray end</p>\n", []),
        ("<b>inline first</b>\n", []),
        ("<!-- <div> --><p>x</p>\n", []),
    ],
)
def test_which_blocks_are_taken(text: str, blocks: list[str] | None) -> None:
    shorter, kept = put_aside(text)
    assert kept == ([text.rstrip("\n")] if blocks is None else blocks)
    assert put_back(shorter, kept) == text


@given(st.lists(st.sampled_from(["<div>", "</div>", "<p>", "</p>", "\n", "\n\n", "# x", "<br>", "<!--", "-->", "a"])))
def test_nothing_is_ever_lost(parts: list[str]) -> None:
    text = "".join(parts)
    assert put_back(*put_aside(text)) == text


def test_the_plain_engine_makes_the_same_pages(tmp_path: Path) -> None:
    assessment = sample()
    build(assessment, SiteConfig(), tmp_path, tmp_path / "ours")
    write_source(assessment, SiteConfig(), tmp_path, tmp_path / "source")
    environment = os.environ | {
        "NO_MKDOCS_2_WARNING": "1",
        "SOURCE_DATE_EPOCH": str(int(assessment.provenance.instant.timestamp())),
        "PYTHONWARNINGS": "ignore",
    }
    for language in assessment.languages:
        out = tmp_path / "plain" / language
        config = tmp_path / "source" / language / "mkdocs.yml"
        command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", str(config), "-d", str(out)]
        subprocess.run(command, check=True, env=environment)
        for page in sorted(out.rglob("*.html")):
            ours = (tmp_path / "ours" / language / page.relative_to(out)).read_text("utf-8")
            assert re.sub(r"\s+", " ", ours) == re.sub(r"\s+", " ", page.read_text("utf-8")), page
