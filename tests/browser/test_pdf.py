"""The PDF of a report, by both engines: pages, contents, outline, links; and no box in the place of a character."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pypdf
import pytest
import reportlab

from zhuoyue.export import browser, glyphs
from zhuoyue.testing import LOAD, ProjectKit, project

pytestmark = pytest.mark.browser

CRITERIA = """\
from zhuoyue import Criteria, hookimpl

ITEMS = [
    {"code": "1.1", "kind": "process", "points": 60, "verified": True, "title": {"zh": "方法", "en": "Approach"}},
    {"code": "1.2", "kind": "process", "points": 40, "verified": True, "title": {"zh": "展开", "en": "Deployment"}},
]

@hookimpl
def register_criteria():
    title = {"zh": "小准则", "en": "Small criteria"}
    category = {"code": "1", "theme": "leadership", "title": {"zh": "领导", "en": "Leadership"}, "items": ITEMS}
    return [
        Criteria.model_validate(
            {
                "id": "small-1",
                "family": "small",
                "edition": "1",
                "title": title,
                "scheme": "holistic",
                "total": 100,
                "categories": [category],
            }
        )
    ]
"""
SHEET = """\
assessor = "T"
stage = "consensus"
[[ratings]]
item = "1.1"
percent = 55
[[ratings.strengths]]
text = { zh = "评审闭环，跟踪到位", en = "The review closes the loop" }
"""
ENGINES = ("chromium", "weasyprint")


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> ProjectKit:
    folder = tmp_path_factory.mktemp("pdf")
    files = {"ratings/t.toml": SHEET, "small.py": CRITERIA}
    kit = project(folder, '[plugins]\nlocal = ["small.py"]\n', files, ("holistic",))
    config = folder / "zhuoyue.toml"
    config.write_text(config.read_text("utf-8").replace("period =", 'criteria = "small-1"\nperiod ='), "utf-8")
    kit.run("assess").assert_success()
    return kit


def export(kit: ProjectKit, target: Path, engine: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own: font libraries read their environment once."""
    command = [sys.executable, "-m", "zhuoyue.cli", "export", str(kit.root), "--to", "pdf", "--lang", "zh"]
    return subprocess.run(
        [*command, "--engine", engine, "--output", str(target)],
        env=os.environ | {LOAD: "holistic", "PYTHONUTF8": "1"} | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def titles(outline: list[Any]) -> list[str]:
    return [title for one in outline for title in (titles(one) if isinstance(one, list) else [str(one.title)])]


@pytest.mark.parametrize("engine", ENGINES)
def test_the_pdf_is_whole(kit: ProjectKit, tmp_path: Path, engine: str) -> None:
    target = tmp_path / "report.pdf"
    done = export(kit, target, engine)
    assert (done.returncode, done.stdout.strip()) == (0, str(target)), done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["report.pdf"]
    look = glyphs.look(target)
    assert look.boxes == ()
    assert set("评审闭环跟踪到位") <= look.characters
    reader = pypdf.PdfReader(target)
    assert reader.metadata is not None
    assert "测试组织" in str(reader.metadata.title)
    assert "/StructTreeRoot" in reader.trailer["/Root"]
    sizes = {tuple(round(float(side) * 25.4 / 72) for side in page.mediabox[2:]) for page in reader.pages}
    assert sizes == {(210, 297)}
    outline = titles(reader.outline)
    for wanted in ("1.1 方法", "1.2 展开"):
        assert wanted in outline
    _contents_are_right(reader)


def _contents_are_right(reader: pypdf.PdfReader) -> None:
    """Follow each link of the table of contents, which is on the second page; its number is that of its target."""
    pages = {
        page.indirect_reference.idnum: number for number, page in enumerate(reader.pages, 1) if page.indirect_reference
    }
    targets = []
    for annotation in reader.pages[1]["/Annots"]:  # type: ignore[attr-defined]
        link = annotation.get_object()
        wanted = link.get("/Dest") or link["/A"]["/D"]
        destination = wanted if isinstance(wanted, list) else None
        if destination is None:
            destination = [reader.named_destinations[str(wanted)].raw_get("/Page")]
        targets.append(pages[destination[0].idnum])
    assert len(targets) >= 8
    assert targets == sorted(targets)
    text = reader.pages[1].extract_text()
    for title, number in (("总览", targets[0]), ("术语表", targets[-1])):
        shown = re.search(rf"{title}\s*(\d+)", text)
        assert shown, text
        assert int(shown[1]) == number


@pytest.mark.parametrize("engine", ENGINES)
def test_characters_that_no_font_has_are_named_and_nothing_is_left(
    kit: ProjectKit, tmp_path: Path, engine: str
) -> None:
    fonts, out = tmp_path / "fonts", tmp_path / "out"
    shutil.copytree(Path(reportlab.__file__).parent / "fonts", fonts)
    out.mkdir()
    (tmp_path / "fonts.conf").write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{fonts}</dir><cachedir>{tmp_path / 'cache'}</cachedir></fontconfig>",
        "utf-8",
    )
    done = export(kit, out / "report.pdf", engine, FONTCONFIG_FILE=str(tmp_path / "fonts.conf"))
    assert done.returncode == 2, done.stderr
    assert set("组织卓越") <= set(done.stderr)
    assert "fonts-noto-cjk" in done.stderr
    assert list(out.iterdir()) == []


def test_a_browser_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, kit: ProjectKit) -> None:
    monkeypatch.setenv(browser.VARIABLE, "no-such-browser")
    outcome = kit.run("export", "--to", "pdf")
    assert outcome.code == 2
    assert "no such program: no-such-browser" in outcome.err


def test_without_any_engine_it_says_how_to_get_one(monkeypatch: pytest.MonkeyPatch, kit: ProjectKit) -> None:
    monkeypatch.setattr(browser, "_candidates", lambda: iter(()))
    monkeypatch.setattr("zhuoyue.export.pdf._has_weasyprint", lambda: False)
    outcome = kit.run("export", "--to", "pdf")
    assert outcome.code == 2
    assert "apt-get install chromium" in outcome.err
    assert "zhuoyue[pdf]" in outcome.err


def test_a_browser_that_writes_nothing_is_blamed(
    monkeypatch: pytest.MonkeyPatch, kit: ProjectKit, tmp_path: Path
) -> None:
    idle = tmp_path / "idle"
    idle.write_text("#!/bin/sh\nexit 0\n")
    idle.chmod(0o755)
    monkeypatch.setenv(browser.VARIABLE, str(idle))
    outcome = kit.run("export", "--to", "pdf", "--output", str(tmp_path / "report.pdf"))
    assert (outcome.code, "idle wrote no PDF" in outcome.err) == (2, True)
    assert [path.name for path in tmp_path.iterdir()] == ["idle"]
