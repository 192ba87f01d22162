"""Which files are taken, what their ids are, and which items their paths name."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from zhuoyue import InputError
from zhuoyue_plugins.documents.collector import Documents
from zhuoyue_plugins.documents.files import matcher
from zhuoyue_plugins.documents.placing import evidence_id

if TYPE_CHECKING:
    from tests.plugins.documents.conftest import Project


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("**/*", "a.md", True),
        ("**/*", "x/y/a.md", True),
        ("*.md", "a.md", True),
        ("*.md", "x/a.md", False),
        ("x/**", "x/y/a.md", True),
        ("x/**", "xx/a.md", False),
        ("**/b/*.md", "b/a.md", True),
        ("**/b/*.md", "a/bb/a.md", False),
        ("a?.md", "ab.md", True),
        ("a?.md", "a/.md", False),
        ("a.md", "axmd", False),
        ("[a].md", "[a].md", True),
    ],
)
def test_patterns(pattern: str, path: str, fits: bool) -> None:
    assert bool(matcher(pattern).match(path)) is fits


def test_inputs_are_the_register_and_every_file_taken(project: Project) -> None:
    project.write("docs/a.md", "a")
    project.write("docs/sub/b.txt", "b")
    for clutter in ("docs/.hidden", "docs/.git/config", "docs/~$a.docx", "docs/Thumbs.db", "docs/sub/.DS_Store"):
        project.write(clutter, "x")
    project.write("docs/register.csv", "file\na.md\nsub/b.txt\n")
    source = project.source(register="docs/register.csv")
    names = [source.relative(path) for path in Documents().inputs(source)]
    assert names == ["docs/register.csv", "docs/a.md", "docs/sub/b.txt"]
    assert [one.locator for one in Documents().collect(source).evidence] == names[1:]
    assert len(project.collect(pattern="*.md").evidence) == 1


@pytest.mark.parametrize("settings", [{"folder": "nowhere"}, {"folder": "../"}, {"register": "gone.csv"}])
def test_missing_places_are_refused(project: Project, settings: dict[str, str]) -> None:
    for act in (Documents().inputs, Documents().collect):
        with pytest.raises(InputError):
            act(project.source(**settings))


def test_a_file_is_no_folder(project: Project) -> None:
    project.write("docs/a.md", "a")
    with pytest.raises(InputError, match="is no folder"):
        project.collect(folder="docs/a.md")


def test_links_out_of_the_folder_are_refused(project: Project, tmp_path: Path) -> None:
    secret = project.write("secret.md", "password")
    project.write("private/x.md", "password")
    inner = project.write("docs/inner.md", "fine")
    (project.root / "docs/out.md").symlink_to(secret)
    (project.root / "docs/outdir").symlink_to(project.root / "private", target_is_directory=True)
    (project.root / "docs/nothing.md").symlink_to(project.root / "docs/gone.md")
    (project.root / "docs/round").symlink_to(project.root / "docs", target_is_directory=True)
    (project.root / "docs/same.md").symlink_to(inner)
    collected = project.collect()
    assert [one.text for one in collected.evidence] == ["fine", "fine"]
    assert len({one.id for one in collected.evidence}) == 2
    assert sorted(one.where for one in collected.problems) == ["docs/nothing.md", "docs/out.md", "docs/outdir"]
    assert {one.code for one in collected.problems} == {"documents-refused"}


@pytest.mark.parametrize(
    ("path", "items"),
    [
        ("4.3.3/a.md", ("4.3.3",)),
        ("4.3.3-foo.md", ("4.3.3",)),
        ("4.3.3.md", ("4.3.3",)),
        ("4.3.3客户投诉.md", ("4.3.3",)),
        ("4.3.3.1 sub.md", ("4.3.3",)),
        ("4.3.10_x.md", ("4.3.10",)),
        ("4.3.3 关系/4.3.10-x.md", ("4.3.10",)),
        ("4.3.3/more/notes.md", ("4.3.3",)),
        ("4.3/notes.md", ("4.3.2",)),
        ("2024.12.31 minutes.md", ("4.3.2",)),
        ("notes.md", ("4.3.2",)),
    ],
)
def test_a_code_in_the_path_names_the_item(project: Project, path: str, items: tuple[str, ...]) -> None:
    project.write(f"docs/{path}", "text")
    collected = project.collect()
    assert collected.evidence[0].items == items
    assert collected.problems == ()


def test_a_misspelt_code_in_the_path_is_said(project: Project) -> None:
    project.write("docs/4.3.33-foo.md", "text")
    collected = project.collect()
    (problem,) = collected.problems
    assert (problem.code, problem.where) == ("documents-code", "docs/4.3.33-foo.md")
    assert "did you mean '4.3.3'?" in problem.text.en
    assert collected.evidence[0].items == ("4.3.2",)


def test_by_path_prevails_over_the_name(project: Project) -> None:
    project.write("docs/audits/4.3.3.md", "text")
    rules = {"audits/**": ["4.3.10"], "**/*.md": ["4.3.2", "4.3.10"]}
    assert project.collect(by_path=rules).evidence[0].items == ("4.3.10", "4.3.2")
    with pytest.raises(InputError, match=re.escape('sources.papers.by_path."x/**"')):
        project.collect(by_path={"x/**": ["9.9"]})


def test_ids_are_stable_and_tell_files_apart() -> None:
    assert evidence_id("papers", "a/b.md") == "papers-a--b.md"
    first, second = evidence_id("papers", "投诉.md"), evidence_id("papers", "表扬.md")
    assert first != second
    assert re.fullmatch(r"papers-\.md-[0-9a-f]{8}", first)
    long = evidence_id("papers", "很" * 50 + "x" * 200)
    assert len(long) <= 120
    assert evidence_id("papers", "a b") != evidence_id("papers", "a-b")


def test_visibility_and_items_default_to_the_source(project: Project) -> None:
    project.write("docs/a.md", "a")
    (one,) = project.collect().evidence
    assert (one.visibility.value, one.items) == ("internal", ("4.3.2",))
