"""What the collector finds in the files themselves."""

from __future__ import annotations

import hashlib
import io
import logging
import os
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

import docx
import pytest
from pypdf import PdfReader, PdfWriter

from zhuoyue import EvidenceKind

if TYPE_CHECKING:
    from tests.plugins.documents.conftest import Project


def _docx(title: str = "", modified: datetime | None = None) -> bytes:
    document = docx.Document()
    document.add_paragraph("投诉必须在 24 小时内答复。")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "责任部门"
    table.cell(0, 1).text = "客户服务部"
    document.core_properties.title = title
    if modified:
        document.core_properties.modified = modified
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def test_every_kind_of_file_becomes_evidence(project: Project, make_pdf: Callable[..., bytes]) -> None:
    files = {
        "a.md": b"# Title\n\nbody",
        "b.txt": b"text",
        "c.docx": _docx(),
        "d.pdf": make_pdf("Hello"),
        "e.png": b"\x89PNG",
        "f.jpg": b"\xff\xd8",
        "g.svg": b"<svg/>",
        "h.xlsx": b"PK",
    }
    for name, content in files.items():
        project.write(f"docs/{name}", content)
    collected = project.collect()
    assert [one.locator for one in collected.evidence] == [f"docs/{name}" for name in files]
    for one in collected.evidence:
        name = one.locator.removeprefix("docs/")
        assert one.sha256 == hashlib.sha256(files[name]).hexdigest()
        assert (one.kind is EvidenceKind.IMAGE) == (name[0] in "efg")
        assert one.source == "papers"
        assert one.collected_at == project.source().instant
    assert collected.problems == ()


def test_docx_gives_title_day_and_text_with_tables(project: Project) -> None:
    project.write("docs/p.docx", _docx("投诉管理程序", datetime(2024, 5, 6, 7, 8)))  # noqa: DTZ001  docx has no zone
    (one,) = project.collect().evidence
    assert one.title.zh == "投诉管理程序"
    assert one.observed_on == date(2024, 5, 6)
    assert one.text == "投诉必须在 24 小时内答复。 责任部门 客户服务部"


def test_docx_without_properties_gets_no_made_up_day(project: Project) -> None:
    source, target = io.BytesIO(_docx("Gone")), io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "_rels/.rels":
                head, _, tail = content.partition(b"<Relationship ")
                parts = [part for part in tail.split(b"<Relationship ") if b"core-properties" not in part]
                end = b"" if parts[-1].endswith(b"</Relationships>") else b"</Relationships>"
                content = head + b"".join(b"<Relationship " + part for part in parts) + end
            if name != "docProps/core.xml":
                new.writestr(name, content)
    project.write("docs/plain.docx", target.getvalue())
    collected = project.collect()
    (one,) = collected.evidence
    assert (one.title.en, one.observed_on) == ("plain", None)
    assert "24" in one.text
    assert collected.problems == ()


def test_pdf_gives_title_day_and_text(project: Project, make_pdf: Callable[..., bytes]) -> None:
    info = "/Title (Audit report) /CreationDate (D:20230102030405Z) /ModDate (D:20240203040506+08'00')"
    project.write("docs/p.pdf", make_pdf("Findings   of the audit", info))
    (one,) = project.collect().evidence
    assert one.title.en == "Audit report"
    assert one.observed_on == date(2024, 2, 3)
    assert one.text == "Findings of the audit"


def test_a_pdf_date_that_breaks_the_rules_counts_as_none(project: Project, make_pdf: Callable[..., bytes]) -> None:
    project.write("docs/p.pdf", make_pdf("x", "/ModDate (yesterday)"))
    assert project.collect().evidence[0].observed_on is None


def _locked(content: bytes, password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    writer.encrypt(password, owner_password="owner", algorithm="RC4-128")
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def test_a_locked_pdf_counts_without_text(project: Project, make_pdf: Callable[..., bytes]) -> None:
    project.write("docs/locked.pdf", _locked(make_pdf("secret"), "pass"))
    project.write("docs/open.pdf", _locked(make_pdf("readable"), ""))
    collected = project.collect()
    assert [one.text for one in collected.evidence] == ["", "readable"]
    (problem,) = collected.problems
    assert problem.code == "documents-unreadable"
    assert problem.where == "docs/locked.pdf"
    assert "password" in problem.text.en
    assert "密码" in problem.text.zh


@pytest.mark.parametrize("name", ["broken.pdf", "broken.docx"])
@pytest.mark.parametrize("content", [b"", b"nonsense", b"%PDF-1.4 and no more", b"PK\x03\x04torn"])
def test_a_broken_file_counts_without_text(project: Project, name: str, content: bytes) -> None:
    project.write(f"docs/{name}", content)
    collected = project.collect()
    assert collected.evidence[0].text == ""
    assert collected.evidence[0].sha256
    assert [problem.code for problem in collected.problems] == ["documents-unreadable"]


def test_remarks_of_the_pdf_library_stay_off_the_terminal(
    project: Project, make_pdf: Callable[..., bytes], capfd: pytest.CaptureFixture[str]
) -> None:
    content = make_pdf("x")
    torn = content.replace(b"startxref\n", b"startxref\n9")
    project.write("docs/sloppy.pdf", torn)
    handlers = list(logging.getLogger("pypdf").handlers)
    project.collect()
    assert capfd.readouterr() == ("", "")
    assert logging.getLogger("pypdf").handlers == handlers
    assert logging.getLogger("pypdf").propagate


def test_title_falls_back_from_heading_to_file_name(project: Project) -> None:
    project.write("docs/a.md", "Intro\n\n## 客户分级办法 ##\n\n# Later\n")
    project.write("docs/b.txt", "# no heading in a text file")
    titles = [one.title for one in project.collect().evidence]
    assert (titles[0].zh, titles[1].en) == ("客户分级办法", "b")


def test_text_is_folded_cut_and_free_of_controls(project: Project) -> None:
    project.write("docs/a.txt", "  one\t\ttwo\r\n\r\nthree\x07\x1b[0m four " + "x" * 9000)
    project.write("docs/b.txt", "词" * 5000)
    first, second = (one.text for one in project.collect().evidence)
    assert first.startswith("one two three [0m four xxx")
    assert len(first) == 4000
    assert second == "词" * 4000


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings(project: Project, encoding: str) -> None:
    project.write("docs/a.txt", "顾客投诉", encoding)
    assert project.collect().evidence[0].text == "顾客投诉"


def test_what_is_no_text_is_said(project: Project) -> None:
    project.write("docs/a.txt", b"\xff\xff\x00\x01\x80")
    collected = project.collect()
    assert collected.evidence[0].text == ""
    assert collected.problems[0].code == "documents-unreadable"


def test_the_file_time_is_never_used(project: Project) -> None:
    path = project.write("docs/a.md", "text")
    os.utime(path, (0, 0))
    assert project.collect().evidence[0].observed_on is None


def test_a_large_file_is_hashed_but_not_read(project: Project) -> None:
    content = b"# Heading\n" + b"x" * 200
    project.write("docs/a.md", content)
    collected = project.collect(max_bytes=100)
    (one,) = collected.evidence
    assert (one.text, one.sha256) == ("", hashlib.sha256(content).hexdigest())
    assert collected.problems[0].code == "documents-large"
    assert "210" in collected.problems[0].text.en


def test_a_docx_that_unpacks_to_too_much_is_not_opened(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhuoyue_plugins.documents.content._UNPACKED", 1000)
    project.write("docs/a.docx", _docx())
    assert "unpacks to" in project.collect().problems[0].text.en


def test_a_soft_hyphen_does_not_part_a_word(project: Project) -> None:
    project.write("docs/a.txt", "per\u00adfor\u200bmance\u2028next")
    assert project.collect().evidence[0].text == "performance next"


@pytest.mark.parametrize("name", [" .md", "a\tb.md", "投 诉.md"])
def test_odd_file_names_have_a_title_and_an_id(project: Project, name: str) -> None:
    project.write(f"docs/{name}", "---\ntitle: ' '\n---\n")
    (one,) = project.collect().evidence
    assert str(one.title).strip()
