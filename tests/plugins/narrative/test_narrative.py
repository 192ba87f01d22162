"""The collector `narrative`."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from zhuoyue import Collected, Criteria, InputError, Severity, Source, Span, Visibility
from zhuoyue_plugins.narrative.collector import Narratives
from zhuoyue_plugins.narrative.settings import Settings
from zhuoyue_plugins.narrative.text import count, decode, references, split

CRITERIA = Criteria.model_validate(
    {
        "id": "small-2012",
        "family": "small",
        "edition": "2012",
        "title": "Small criteria",
        "scheme": "holistic",
        "total": 100,
        "profile": [{"code": "P.1a", "title": "Environment"}],
        "categories": [
            {
                "code": "4.3",
                "title": "Customers",
                "theme": "customers",
                "items": [
                    {"code": "4.3.2", "title": "Knowledge", "kind": "process", "points": 60},
                    {"code": "4.3.3", "title": "Relations", "kind": "process", "points": 40},
                ],
            }
        ],
    }
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "texts").mkdir()
    return tmp_path / "texts"


def source(folder: Path, /, **settings: Any) -> Source:
    return Source(
        name="texts",
        settings=Settings.model_validate({"folder": "texts"} | settings),
        root=folder.parent,
        items=(),
        visibility=Visibility.INTERNAL,
        period=Span(start=date(2023, 1, 1), end=date(2025, 12, 31)),
        as_of=date(2025, 12, 31),
        instant=datetime(2025, 12, 31, tzinfo=UTC),
        criteria=CRITERIA,
        secret=lambda reference: reference,
    )


def collect(folder: Path, /, **settings: Any) -> Collected:
    return Narratives().collect(source(folder, **settings))


def test_codes_languages_and_locators(folder: Path) -> None:
    for name in ("4.3.3.md", "4.3.3.en.md", "4.3.2.zh.md", "P.1a.md", "p.1A.EN.md"):
        (folder / name).write_text("text")
    (folder / "README.md").write_text("how we write")
    (folder / "_draft.md").write_text("draft")
    (folder / "picture.png").write_bytes(b"x")
    collected = collect(folder)
    assert {(one.locator, one.code, one.language) for one in collected.narratives} == {
        ("texts/4.3.3.md", "small-2012:4.3.3", "zh"),
        ("texts/4.3.3.en.md", "small-2012:4.3.3", "en"),
        ("texts/4.3.2.zh.md", "small-2012:4.3.2", "zh"),
        ("texts/P.1a.md", "P.1a", "zh"),
        ("texts/p.1A.EN.md", "P.1a", "en"),
    }
    assert collected.problems == ()
    names = sorted(path.name for path in Narratives().inputs(source(folder)))
    assert names == sorted(Path(one.locator).name for one in collected.narratives)


def test_missing_texts_are_no_problem(folder: Path) -> None:
    assert collect(folder) == Collected()


@pytest.mark.parametrize("name", ["4.3.4.md", "4.3.33.en.md", "4.3.3.fr.md", "4.3.3.backup.md"])
def test_a_name_that_is_no_code_names_the_nearest(folder: Path, name: str) -> None:
    (folder / name).write_text("text")
    collected = collect(folder)
    (problem,) = collected.problems
    assert (problem.severity, problem.where) == (Severity.ERROR, f"texts/{name}")
    assert "did you mean '4.3.3'?" in problem.text.en or "did you mean '4.3.2'?" in problem.text.en
    assert "4.3." in problem.text.zh
    assert collected.narratives == ()


def test_one_text_an_item_and_language(folder: Path) -> None:
    (folder / "a").mkdir()
    (folder / "4.3.3.md").write_text("first")
    (folder / "a/4.3.3.zh.md").write_text("second")
    collected = collect(folder)
    assert [one.markdown for one in collected.narratives] == ["first"]
    (problem,) = collected.problems
    assert problem.where == "texts/a/4.3.3.zh.md"
    assert "texts/4.3.3.md" in problem.text.en


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("text", ["高层领导每月走访车间。\n第二行 line\n", "Leaders visit\nthe shop floor.\n"])
def test_encodings(folder: Path, text: str, encoding: str) -> None:
    (folder / "4.3.3.md").write_bytes(text.replace("\n", "\r\n").encode(encoding))
    assert collect(folder).narratives[0].markdown == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("顾客", "gb18030"),
        ("高层领导每月走访车间，了解顾客需求，并当场答复。", "gb18030"),
        ("高層領導每月走訪車間，了解顧客需求。", "big5"),
        ("Führungskräfte besuchen täglich die Werkstätten.", "cp1252"),
    ],
)
def test_older_encodings_are_told_apart(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_what_is_no_text_is_left_out(folder: Path) -> None:
    (folder / "4.3.3.md").write_bytes(bytes(range(256)) * 4)
    (folder / "4.3.2.md").write_text("fine")
    collected = collect(folder)
    assert [one.markdown for one in collected.narratives] == ["fine"]
    assert "UTF-8" in collected.problems[0].text.en
    assert decode(b"\0\0\0") is None


def test_a_huge_text_is_refused_without_being_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "4.3.3.md"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    (folder / "4.3.2.md").write_text("fine")
    opened: list[str] = []
    original = Path.open

    def spy(self: Path, *args: Any, **kwargs: Any) -> Any:
        opened.append(self.name)
        return original(self, *args, **kwargs)

    monkeypatch.setattr(Path, "open", spy)
    assert [one.name for one in Narratives().inputs(source(folder))] == ["4.3.2.md"]
    collected = collect(folder)
    assert opened == ["4.3.2.md"]
    assert len(collected.narratives) == 1
    (problem,) = collected.problems
    assert problem.where == "texts/4.3.3.md"
    assert "200000000" in problem.text.en
    assert "1048576" in problem.text.zh


def test_links_out_of_the_folder_are_refused(folder: Path) -> None:
    (folder.parent / "secret.md").write_text("password")
    (folder / "4.3.3.md").symlink_to(folder.parent / "secret.md")
    assert list(Narratives().inputs(source(folder))) == []
    collected = collect(folder)
    assert collected.narratives == ()
    assert collected.problems[0].where == "texts/4.3.3.md"


def test_front_matter_is_cut_off_and_may_set_the_tier(folder: Path) -> None:
    (folder / "4.3.3.md").write_text("---\ntags: x\nvisibility: 'public' # now\n---\n\n# Title\n")
    (folder / "4.3.2.md").write_text("---\nauthor: me\n---\ntext\n")
    first, second = collect(folder).narratives
    assert (first.markdown, first.visibility) == ("text\n", Visibility.INTERNAL)
    assert (second.markdown, second.visibility) == ("# Title\n", Visibility.PUBLIC)


@pytest.mark.parametrize("line", ["visibility: publik", "visibillty: confidential", "visibility:"])
def test_a_misspelt_tier_hides_the_text(folder: Path, line: str) -> None:
    (folder / "4.3.3.md").write_text(f"---\n{line}\n---\ntext\n")
    collected = collect(folder)
    assert collected.narratives[0].visibility is Visibility.CONFIDENTIAL
    assert collected.problems[0].code == "narrative-visibility"


def test_a_rule_is_no_front_matter() -> None:
    assert split("text\n---\nmore\n---\n") == (None, "text\n---\nmore\n---\n")
    assert split("---\nnever closed\n") == (None, "---\nnever closed\n")


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("", 0),
        ("高层领导", 4),
        ("Leaders don't wait", 3),
        ("每月 KPI 达到 98.5%", 6),  # 每 月 达 到, KPI, 98.5
        ("state-of-the-art 设备", 3),
        ("**bold** _word_ `code`", 3),
        ("| a | b |\n|---|---|\n| 1 | 2 |", 4),
        ("see [[close-rate]] and [[close-rate|关闭率]]", 5),
        ("[text](https://example.org/a/b) https://example.org", 1),
        ("<!-- not seen --> seen <b>bold</b>", 2),
        ("<!-- never closed", 2),
        ("〇一", 2),
        ("𠀀字", 2),
    ],
)
def test_words_are_han_characters_plus_other_words(markdown: str, words: int) -> None:
    assert count(markdown) == words


def test_references_in_order_once_and_not_in_code() -> None:
    text = "[[b]] [[a|label]] [[b]] `[[c]]`\n```\n[[d]]\n```\n[[ e ]] [[]] [link](x) [[图一]]\n"
    assert references(text) == ("b", "a", "e", "图一")


def test_limits(folder: Path) -> None:
    (folder / "4.3.3.md").write_text("一二三四五")
    (folder / "4.3.2.md").write_text("一二三四五")
    (folder / "P.1a.md").write_text("一二三四五")
    collected = collect(folder, word_limit=4, limits={"4.3.2": 5, "P.1a": 3})
    found = {problem.where: problem for problem in collected.problems}
    assert set(found) == {"texts/4.3.3.md", "texts/P.1a.md"}
    assert found["texts/4.3.3.md"].severity is Severity.WARNING
    assert found["texts/4.3.3.md"].item == "small-2012:4.3.3"
    assert found["texts/P.1a.md"].item == ""
    assert found["texts/P.1a.md"].text.en == "5 words, 2 more than the limit of 3"
    assert "5 字" in found["texts/P.1a.md"].text.zh
    assert len(collected.narratives) == 3


def test_wrong_limits_are_all_named(folder: Path) -> None:
    with pytest.raises(InputError) as caught:
        collect(folder, limits={"4.3.9": 5, "P.1b": 3})
    assert {fault.where for fault in caught.value.faults} == {
        'sources.texts.limits."4.3.9"',
        'sources.texts.limits."P.1b"',
    }
    with pytest.raises(ValidationError):
        Settings.model_validate({"folder": "x", "limits": {"4.3.2": 0}})


@pytest.mark.parametrize("place", ["nowhere", "../", "file.md"])
def test_a_folder_that_is_none_is_refused(folder: Path, place: str) -> None:
    (folder.parent / "file.md").write_text("x")
    with pytest.raises(InputError):
        collect(folder, folder=place)
