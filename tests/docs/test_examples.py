"""Every example in the documentation does what the page says; the executor notices when one does not."""

from __future__ import annotations

from pathlib import Path

import page_examples as examples
import pytest

ROOT = Path(__file__).resolve().parents[2]
# Copies of the plugins' READMEs have tests of their own beside the plugins' tests.
PAGES = sorted(
    page
    for page in [*(ROOT / "docs").rglob("*.md"), ROOT / "README.md", ROOT / "README.zh.md"]
    if not page.is_relative_to(ROOT / "docs/reference") and not page.is_relative_to(ROOT / "docs/decisions")
)
WITH_EXAMPLES = [page for page in PAGES if any(not one.skipped for one in examples.blocks(page.read_text("utf-8")))]


@pytest.mark.parametrize("page", WITH_EXAMPLES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_page(page: Path, tmp_path: Path) -> None:
    examples.run(page, tmp_path)


def test_pages_are_found() -> None:
    names = {page.relative_to(ROOT).as_posix() for page in WITH_EXAMPLES}
    tutorials = {
        f"docs/{name}" for name in ("tutorial.md", "tutorial.zh.md", "tutorial-team.md", "tutorial-team.zh.md")
    }
    assert {"README.md", "README.zh.md", *tutorials} <= names
    assert {page.name for page in (ROOT / "docs/how-to").glob("*.md")} - {"index.md"} <= {
        Path(name).name for name in names
    }


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("```console\n$ echo one\ntwo\n```\n", "--- expected\ntwo\n--- printed\none"),
        ("```console\n$ false\n```\n", "exit code 1, expected 0"),
        ("<!-- test: exit 2 -->\n```console\n$ false\n```\n", "exit code 1, expected 2"),
        ("```toml\na = 1\n```\n", "needs a title"),
        ("text\n\n```console\nfirst\n```\n", "begins with"),
    ],
)
def test_a_wrong_example_is_noticed(text: str, wrong: str, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(text, "utf-8")
    with pytest.raises(examples.ExampleError, match=r"page\.md:\d+") as caught:
        examples.run(page, tmp_path)
    assert wrong in str(caught.value)


def test_files_folders_and_codes_last_from_block_to_block(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        '```text title="in/a.txt"\none\n```\n'
        '<!-- test: append -->\n```text title="in/a.txt"\ntwo\n```\n'
        "<!-- setup\nmkdir other\n-->\n"
        "```console\n$ cd in\n$ cat a.txt\none\n\ntwo\n$ (exit 3)\n$ echo $?\n3\n$ ls ../other\n```\n"
        "<!-- test: skip: never -->\n```bash\nfalse\n```\n",
        "utf-8",
    )
    log = examples.run(page, tmp_path)
    assert log[-1] == "$ ls ../other\n"


@pytest.mark.parametrize(
    ("expected", "output", "same"),
    [
        (["a…z"], "a b z\n", True),
        (["a…z"], "a\nz\n", False),
        (["one", "…", "four"], "one\ntwo\nthree\nfour\n", True),
        (["one", "…", "two"], "one\ntwo\n", True),
        (["a.c"], "abc\n", False),
    ],
)
def test_dots_stand_for_anything(expected: list[str], output: str, same: bool) -> None:
    assert examples.matches(expected, output) is same
