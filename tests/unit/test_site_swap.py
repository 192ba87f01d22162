"""A site takes the place of an earlier one: what the user put there stays, what was damaged is mended."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from zhuoyue.errors import ConfigError
from zhuoyue.swap import MANIFEST, check_target, clear_stale, read_manifest, swap, workplace, write_manifest


def fill(folder: Path, *names: str, text: str = "page") -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def make(folder: Path, *names: str, text: str = "page") -> Path:
    fill(folder, *names, text=text)
    write_manifest(folder, "digest", len(names))
    return folder


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in folder.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }


def replace(out: Path, *names: str) -> None:
    with workplace(out) as work:
        swap(make(work / "site", *names, text="new"), out, work)


MINE = ("CNAME", ".git/HEAD", ".git/objects/ab/cd", "zh/notes/a.txt", "zh/b.txt", "en/c.txt")
"""A file, a folder, a folder among ours, a file among ours, a file in a folder that the new site does not have."""


def test_what_is_not_ours_stays(tmp_path: Path) -> None:
    out = make(tmp_path / "site", "index.html", "zh/index.html", "zh/gone.html", "en/index.html")
    fill(out, *MINE, text="mine")
    (out / "empty").mkdir()
    (out / "link").symlink_to("CNAME")
    node = (out / ".git").stat().st_ino
    replace(out, "index.html", "zh/index.html")
    mine = dict.fromkeys((*MINE, "link"), "mine")
    assert tree(out) == {"index.html": "new", "zh/index.html": "new", **mine}
    assert (out / "empty").is_dir()
    assert (out / "link").is_symlink()
    assert (out / ".git").stat().st_ino == node, "moved, not copied"
    replace(out, "index.html")
    assert tree(out) == {"index.html": "new", **mine}
    assert names_in(tmp_path) == ["site"]


@pytest.mark.parametrize(("mine", "ours"), [("zh/a.html", "zh/a.html"), ("a", "a/b.html"), ("a/b.html", "a")])
def test_a_file_of_the_users_is_never_replaced(tmp_path: Path, mine: str, ours: str) -> None:
    out = fill(make(tmp_path / "site", "index.html"), mine, text="mine")
    before = tree(out)
    with pytest.raises(ConfigError, match="not ours, but the new site has a file of this name"):
        replace(out, "index.html", ours)
    assert tree(out) == before
    assert names_in(tmp_path) == ["site"]


@pytest.mark.parametrize("step", range(5))
@pytest.mark.parametrize("fault", [OSError(13, "Permission denied"), KeyboardInterrupt()])
def test_a_swap_that_fails_is_undone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int, fault: BaseException
) -> None:
    out = fill(make(tmp_path / "site", "index.html"), "CNAME", ".git/HEAD", "z.txt", text="mine")
    before, steps = tree(out), iter(range(100))

    honest = Path.rename

    def rename(self: Path, target: Path) -> None:
        if next(steps) == step:
            raise fault
        honest(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(type(fault)):
        replace(out, "index.html")
    assert tree(out) == before
    assert names_in(tmp_path) == ["site"]


@pytest.mark.parametrize("step", range(1, 5))
def test_a_swap_that_was_killed_is_mended_by_the_next_build(tmp_path: Path, step: int) -> None:
    out = fill(make(tmp_path / "site", "index.html"), "CNAME", ".git/HEAD", "z.txt", text="mine")
    code = (
        "import os; from pathlib import Path; from zhuoyue.swap import swap, workplace, write_manifest\n"
        f"out, steps, honest = Path({str(out)!r}), iter(range(100)), Path.rename\n"
        "def rename(self, target):\n"
        f"    if next(steps) == {step}: os._exit(9)\n"
        "    honest(self, target)\n"
        "Path.rename = rename\n"
        "with workplace(out) as work:\n"
        "    (work / 'site').mkdir(); (work / 'site' / 'index.html').write_text('new')\n"
        "    write_manifest(work / 'site', 'digest', 1); swap(work / 'site', out, work)\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 9
    assert len(names_in(tmp_path)) == (1 if step == 1 else 2)
    clear_stale(out)
    page = "page" if step == 1 else "new"
    assert tree(out) == {"index.html": page, "CNAME": "mine", ".git/HEAD": "mine", "z.txt": "mine"}
    assert names_in(tmp_path) == ["site"]


def test_a_killed_run_whose_files_have_no_room_is_left_alone(tmp_path: Path) -> None:
    out = fill(make(tmp_path / "site", "index.html"), "CNAME", text="second")
    stale = tmp_path / ".site-building-99999999999-abcdefgh"
    fill(make(stale / "old", "index.html"), "CNAME", text="first")
    with pytest.raises(ConfigError, match="CNAME"):
        clear_stale(out)
    assert tree(out)["CNAME"] == "second"
    assert tree(stale / "old")["CNAME"] == "first"


def test_leftovers_of_killed_runs_are_removed(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        names = {
            "dead": ".site-building-99999999999-abcdefgh",  # no system has so high a number
            "own": f".site-building-{os.getpid()}-abcdefgh",  # an earlier run in a container
            "running": f".site-building-{other.pid}-abcdefgh",
            "forgotten": f".site-building-{other.pid}-ijklmnop",
            "users": ".site-2024-original",
            "another": ".other-building-99999999999-abcdefgh",
        }
        for name in names.values():
            fill(tmp_path / name, "source/page.md")
        os.utime(tmp_path / names["forgotten"], (0, time.time() - 25 * 3600))
        clear_stale(tmp_path / "site")
        assert set(names_in(tmp_path)) == {names["running"], names["users"], names["another"]}
        other.communicate(b"\n")
    clear_stale(tmp_path / "site")
    assert set(names_in(tmp_path)) == {names["users"], names["another"]}


def test_nothing_to_clear_where_there_is_no_folder(tmp_path: Path) -> None:
    clear_stale(tmp_path / "nowhere" / "site")
    assert names_in(tmp_path) == []


def test_a_changed_file_is_noticed(tmp_path: Path) -> None:
    out = make(tmp_path / "site", "index.html", "zh/index.html")
    manifest = read_manifest(out)
    assert manifest is not None
    assert manifest.whole(out)
    stamp = (out / "index.html").stat()
    for text in ("", "pagf"):
        (out / "index.html").write_text(text, "utf-8")
        os.utime(out / "index.html", ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
        assert not manifest.whole(out), text
    (out / "index.html").write_text("page", "utf-8")
    assert manifest.whole(out)
    (out / "zh" / "index.html").unlink()
    assert not manifest.whole(out)


def test_an_older_manifest_tells_what_is_ours_but_nothing_is_whole(tmp_path: Path) -> None:
    out = fill(tmp_path / "site", "index.html", "zh/index.html")
    fill(out, "CNAME", text="mine")
    older = {"digest": "digest", "pages": 2, "files": ["index.html", "zh/index.html"]}
    (out / MANIFEST).write_text(json.dumps(older), "utf-8")
    manifest = read_manifest(out)
    assert manifest is not None
    assert not manifest.whole(out)
    replace(out, "index.html")
    assert tree(out) == {"index.html": "new", "CNAME": "mine"}


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"digest": "d", "pages": 1}', '{"digest": "d", "pages": 1, "files": 5}']
)
def test_a_folder_whose_manifest_cannot_be_read_is_not_replaced(tmp_path: Path, text: str) -> None:
    out = fill(tmp_path / "site", "index.html", MANIFEST, text=text)
    with pytest.raises(ConfigError, match="nobody knows which files are yours"):
        check_target(out, tmp_path)
