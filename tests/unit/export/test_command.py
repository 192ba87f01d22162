"""`zhuoyue export`: which exporters there are, where files go, and that a failure leaves what was there."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhuoyue.testing import ProjectKit, project

EXPORTS = """\
from zhuoyue import Exporter, Text

def ok(assessment, path, language):
    path.write_text(f"{language} {assessment.final}", encoding="utf-8")

def half(assessment, path, language):
    path.write_text("half", encoding="utf-8")
    raise RuntimeError("disk on fire")

def nothing(assessment, path, language):
    pass

def register_exporters():
    text = Text(zh="试", en="try")
    return [
        Exporter("ok", text, ".txt", ok),
        Exporter("named", text, ".txt", ok, "other"),
        Exporter("half", text, ".txt", half),
        Exporter("nothing", text, ".txt", nothing),
    ]
"""


@pytest.fixture
def kit(tmp_path: Path) -> ProjectKit:
    kit = project(tmp_path, '[plugins]\nlocal = ["exports.py"]\n', {"exports.py": EXPORTS})
    kit.run("assess").assert_success()
    return kit


def test_every_exporter_is_listed_the_cores_own_too(kit: ProjectKit) -> None:
    lines = kit.run("export", "--list", language="zh").assert_success().out.splitlines()
    assert [line.split()[0] for line in lines] == ["half", "html", "named", "nothing", "ok", "pdf"]
    assert lines[5].endswith("PDF 报告")


@pytest.mark.parametrize(("name", "file"), [("ok", "ok.txt"), ("named", "other-zh.txt")])
def test_the_default_file_stands_in_the_project(kit: ProjectKit, name: str, file: str) -> None:
    outcome = kit.run("export", "--to", name, language="zh").assert_success()
    assert outcome.out.strip() == str(kit.root / file)
    assert (kit.root / file).read_text("utf-8") == "zh False"
    assert "草稿" in outcome.err


def test_the_language_is_one_of_the_report_unless_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from zhuoyue.cli.main import main

    kit = project(tmp_path, 'languages = ["zh"]\n[plugins]\nlocal = ["exports.py"]\n', {"exports.py": EXPORTS})
    kit.run("assess").assert_success()
    monkeypatch.setenv("ZHUOYUE_LOAD_PLUGINS", "gbt19580,holistic")
    monkeypatch.setenv("ZHUOYUE_LANG", "en")
    assert main(["export", str(tmp_path), "--to", "ok"]) == 0
    assert (tmp_path / "ok.txt").read_text("utf-8") == "zh False"
    kit.run("export", "--to", "ok", language="en").assert_success()
    assert (tmp_path / "ok.txt").read_text("utf-8") == "en False"


def test_what_fails_leaves_the_earlier_file_and_nothing_else(kit: ProjectKit) -> None:
    target = kit.root / "half.txt"
    target.write_text("earlier", "utf-8")
    before = sorted(path.name for path in kit.root.iterdir())
    outcome = kit.run("export", "--to", "half")
    assert outcome.code == 3
    assert "plugin exports: export half failed: RuntimeError: disk on fire" in outcome.err
    assert target.read_text("utf-8") == "earlier"
    assert sorted(path.name for path in kit.root.iterdir()) == before


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        ((), 2, "--to: name an exporter"),
        (("--to", "pdff"), 2, "did you mean 'pdf'?"),
        (("--to", "ok", "--template", "x.docx"), 2, "--template: ok has no template"),
        (("--to", "ok", "--write-template", "x.docx"), 2, "--write-template: ok has no template"),
        (("--to", "ok", "--engine", "chromium"), 2, "--engine: is for --to pdf only"),
        (("--to", "ok", "--output", "."), 2, "is a folder; expected a file"),
        (("--to", "ok", "--output", "exports.py/x.txt"), 3, "the system refused"),
        (("--to", "nothing"), 3, "wrote no file"),
    ],
)
def test_what_cannot_be_done_is_said(
    kit: ProjectKit, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], code: int, message: str
) -> None:
    monkeypatch.chdir(kit.root)
    outcome = kit.run("export", *options)
    assert outcome.code == code, outcome.err
    assert message in outcome.err
