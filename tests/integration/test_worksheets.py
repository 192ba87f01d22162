"""Scoring sheets in other hands: LibreOffice, a second reader, two people at once, and a machine that dies."""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import find_programs
import openpyxl
import pytest
import tomli
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from zhuoyue import ledger
from zhuoyue.rating_sheet import RatingSheet
from zhuoyue.testing import ProjectKit, project

LONG = "质量。" * 9_000
FILLED: dict[tuple[str, str], Any] = {
    ("4.1.2", "百分比"): 55,
    ("4.1.2", "理由"): "=方法健全\n第二行，含 '引号' 与 _x0041_ 😀",
    ("4.1.2", "A 方法"): "+有成文办法",
    (
        "4.1.2",
        "优势",
    ): "**二十四小时答复。** [KPI-C04, doc-1] {#s-1}\n  – 2025 年 97%\n    第二行\n  → 顾客最看重\n第二条。",
    ("4.1.2", "改进机会"): "-短横线开头",
    ("4.1.3", "百分比"): (0.4, "0%"),
    ("4.1.3", "现场评审问题"): "看培训记录？\n  → 已看\n访谈班组长",
    ("4.4.5", "不适用"): "是",
    ("4.4.5", "理由"): "本组织不从事技术开发。",
    ("4.7.2", "Le 水平"): "@水平良好",
    ("4.7.2", "理由"): LONG,
}
EXPECTED = """
assessor = "chen"
stage = "independent"
[[ratings]]
item = "4.1.2"
percent = 55
reason = { zh = "=方法健全\\n第二行，含 '引号' 与 _x0041_ 😀" }
dimensions = { A = { zh = "+有成文办法" } }
improvements = [{ text = { zh = "-短横线开头" } }]
[[ratings.strengths]]
id = "s-1"
text = { zh = "二十四小时答复。" }
examples = [{ zh = "2025 年 97%\\n第二行" }]
relevance = { zh = "顾客最看重" }
evidence = ["KPI-C04", "doc-1"]
weight = "bold"
[[ratings.strengths]]
text = { zh = "第二条。" }
[[ratings]]
item = "4.1.3"
percent = 40
questions = [{ text = { zh = "看培训记录？" }, answer = { zh = "已看" } }, { text = { zh = "访谈班组长" } }]
[[ratings]]
item = "4.4.5"
not_applicable = true
reason = { zh = "本组织不从事技术开发。" }
[[ratings]]
item = "4.7.2"
dimensions = { Le = { zh = "@水平良好" } }
"""


@pytest.fixture
def kit(tmp_path: Path) -> ProjectKit:
    return project(tmp_path / "p")


def written(kit: ProjectKit, name: str = "chen", *arguments: str) -> Path:
    kit.run("worksheet", "--assessor", name, *arguments, language="zh").assert_success()
    return kit.root / f"worksheets/{name}.xlsx"


def fill(book: Path, values: dict[tuple[str, str], Any], target: Path) -> Path:
    opened = openpyxl.load_workbook(book)
    sheet = opened.worksheets[0]
    head = next(row for row in sheet.iter_rows() if row[0].value == "条款")
    columns = {cell.value: cell.column for cell in head}
    rows = {sheet.cell(row, 1).value: row for row in range(head[0].row + 1, sheet.max_row + 1)}
    for (code, heading), value in values.items():
        cell = sheet.cell(rows[code], columns[heading])
        cell.value, cell.number_format = value if isinstance(value, tuple) else (value, cell.number_format)
        if isinstance(cell.value, str):
            cell.data_type = "s"
    opened.save(target)
    return target


def office(book: Path, to: str) -> Path:
    """Open a file in LibreOffice and save it as another kind."""
    program = find_programs.find_office()
    assert program, find_programs.NO_OFFICE
    folder = book.parent / "office"
    command = [str(program), f"-env:UserInstallation={(book.parent / 'profile').as_uri()}", "--headless"]
    done = subprocess.run(
        [*command, "--convert-to", to, "--outdir", str(folder), str(book)], capture_output=True, timeout=180, check=True
    )
    result = folder / f"{book.stem}.{to}"
    assert result.is_file(), done.stderr.decode()
    return result


def sheet_of(kit: ProjectKit, name: str = "chen") -> RatingSheet:
    return RatingSheet.model_validate(tomli.loads((kit.root / f"ratings/{name}.toml").read_text("utf-8")))


def test_a_workbook_filled_in_libreoffice_comes_back_whole(kit: ProjectKit, tmp_path: Path) -> None:
    saved = office(fill(written(kit), FILLED, tmp_path / "back.xlsx"), "xlsx")
    opened = openpyxl.load_workbook(saved)
    scoring = opened.worksheets[0]
    assert [sheet.title for sheet in opened.worksheets] == ["评分", "分数段说明", "填写说明", "lists", "zhuoyue"]
    assert [sheet.sheet_state for sheet in opened.worksheets[3:]] != ["visible", "visible"]
    assert scoring.protection.sheet
    assert (scoring["G8"].protection.locked, scoring["E8"].protection.locked) == (False, True)
    lists = {str(one.sqref): one.formula1 for one in scoring.data_validations.dataValidation if one.type == "list"}
    assert any("G8" in cells and "lists" in formula for cells, formula in lists.items())
    assert scoring["H8"].data_type == "f"
    bands = openpyxl.load_workbook(saved, data_only=True).worksheets[0]
    assert bands["H8"].value == "4 有效"  # LibreOffice computed the look-up
    kit.run("ratings", "import", str(saved)).assert_success()
    back = sheet_of(kit)
    assert back.ratings[-1].reason is not None
    assert back.ratings[-1].reason.zh == LONG
    rows = (*back.ratings[:-1], back.ratings[-1].model_copy(update={"reason": None}))
    assert back.model_copy(update={"ratings": rows}) == RatingSheet.model_validate(tomli.loads(EXPECTED))
    # What LibreOffice saved of an untouched workbook changes nothing.
    again = office(written(kit, "chen", "--force"), "xlsx")
    outcome = kit.run("ratings", "import", str(again)).assert_success()
    assert outcome.out == "chen.xlsx → ratings/chen.toml: nothing new\n"
    # OpenDocument, read by calamine: everything but the format of numbers.
    ods = office(fill(written(kit, "chen", "--force"), {("4.2.2", "百分比"): 60}, tmp_path / "ods.xlsx"), "ods")
    kit.run("ratings", "import", str(ods)).assert_success()
    assert [(row.item, row.percent) for row in sheet_of(kit).ratings[4:]] == [("4.2.2", 60)]


def test_a_second_reader_sees_the_same_sheets_and_values(kit: ProjectKit) -> None:
    book = CalamineWorkbook.from_path(str(written(kit)))
    visible = {one.name: one.visible for one in book.sheets_metadata}
    assert visible == {
        "评分": SheetVisibleEnum.Visible,
        "分数段说明": SheetVisibleEnum.Visible,
        "填写说明": SheetVisibleEnum.Visible,
        "lists": SheetVisibleEnum.Hidden,
        "zhuoyue": SheetVisibleEnum.VeryHidden,
    }
    rows = book.get_sheet_by_name("评分").to_python(skip_empty_area=False)
    items = {row[0]: row[1:4] for row in rows[6:] if row[3] != ""}
    assert len(items) == 23
    assert items["4.3.3"] == ["顾客关系与顾客满意", "过程", 50.0]
    assert sum(points for _, _, points in items.values()) == 1000
    assert [row[3] for row in book.get_sheet_by_name("lists").to_python()] == [5.0 * step for step in range(21)]


IMPORT = "import sys; from zhuoyue.cli.main import main; sys.exit(main(sys.argv[1:]))"


def start(kit: ProjectKit, book: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", IMPORT, "ratings", "import", str(book), "--project", str(kit.root)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_two_people_importing_at_once_lose_nothing(kit: ProjectKit, tmp_path: Path) -> None:
    one = fill(written(kit, "chen"), {("4.1.2", "百分比"): 55}, tmp_path / "1.xlsx")
    two = fill(written(kit, "chen", "--force"), {("4.1.3", "百分比"): 60}, tmp_path / "2.xlsx")
    three = fill(written(kit, "wu"), {("4.1.2", "百分比"): 65}, tmp_path / "3.xlsx")
    running = [start(kit, book) for book in (one, two, three)]
    for process in running:
        _, err = process.communicate(timeout=120)
        assert process.returncode == 0, err.decode()
    assert {(row.item, row.percent) for row in sheet_of(kit).ratings} == {("4.1.2", 55), ("4.1.3", 60)}
    assert [(row.item, row.percent) for row in sheet_of(kit, "wu").ratings] == [("4.1.2", 65)]
    assert sorted(entry.data["file"] for entry in ledger.read(kit.root)) == ["1.xlsx", "2.xlsx", "3.xlsx"]


def test_who_cannot_wait_is_told_who_holds_the_lock(kit: ProjectKit, tmp_path: Path, monkeypatch: Any) -> None:
    book = fill(written(kit), {("4.1.2", "百分比"): 55}, tmp_path / "1.xlsx")
    code = (
        "import sys; from pathlib import Path; from zhuoyue import ledger\n"
        "with ledger.writing(Path(sys.argv[1]), 'zhuoyue ratings import wu.xlsx'): print(flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(kit.root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    holder.stdout.readline()
    monkeypatch.setattr("zhuoyue.lock.time.monotonic", iter(range(0, 10_000, 3)).__next__)
    outcome = kit.run("ratings", "import", str(book))
    monkeypatch.undo()
    holder.communicate()
    assert outcome.code == 2
    assert f"is held by `zhuoyue ratings import wu.xlsx` (process {holder.pid}" in outcome.err
    assert not (kit.root / "ratings/chen.toml").exists()
    kit.run("ratings", "import", str(book)).assert_success()


KILLS = 40
# Reads the workbook once; what is killed then is the part of an import that holds the lock and writes.
SERVER = """
import copy, os, sys, tomlkit, zhuoyue.worksheet.importing as importing
from pathlib import Path
from zhuoyue.project import open_project
project, book = open_project(Path(sys.argv[1])), Path(sys.argv[2])
submission = importing._read(project, book)
importing._read = lambda project, book: copy.deepcopy(submission)
for line in sys.stdin:
    child = os.fork()
    if not child:
        sys.stdout.write("go\\n"); sys.stdout.flush()
        importing.import_file(project, book)
        os._exit(0)
    sys.stdout.write(f"{child}\\n"); sys.stdout.flush()
    _, status = os.waitpid(child, 0)
    sys.stdout.write(f"{os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0}\\n"); sys.stdout.flush()
"""


@contextlib.contextmanager
def server(kit: ProjectKit, book: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(kit.root), str(book)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    )
    try:
        yield process
    finally:
        process.communicate()


def begin(process: subprocess.Popen[str]) -> int:
    """Start an import and return its process id once it runs."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("\n")
    process.stdin.flush()
    lines = {process.stdout.readline().strip(), process.stdout.readline().strip()}
    (pid,) = lines - {"go"}
    return int(pid)


def ended(process: subprocess.Popen[str]) -> int:
    """Return the signal that ended an import, 0 for none."""
    assert process.stdout is not None
    return int(process.stdout.readline())


def test_an_import_that_is_killed_leaves_the_old_sheet_or_the_new_one(kit: ProjectKit, tmp_path: Path) -> None:
    import os
    import signal

    before = 'assessor = "chen"\nstage = "independent"\n' + "".join(
        f'\n[[ratings]]\nitem = "{code}"  # {code}\npercent = 45\n' for code in ("4.1.2", "4.1.3", "4.1.4")
    )
    after = before.replace("45", "50")
    path = kit.write({"ratings/chen.toml": before}).root / "ratings/chen.toml"
    items = ("--items", "4.1")
    book = fill(
        written(kit, "chen", *items),
        {(code, "百分比"): 50 for code in ("4.1.2", "4.1.3", "4.1.4")},
        tmp_path / "b.xlsx",
    )

    def reset() -> None:
        shutil.rmtree(kit.root / "ratings")
        kit.write({"ratings/chen.toml": before})

    with server(kit, book) as process:
        took = []
        for _ in range(5):
            reset()
            began = time.monotonic()
            begin(process)
            assert ended(process) == 0
            took.append(time.monotonic() - began)
            assert path.read_text("utf-8") == after
        duration, killed, tried, seen = sorted(took)[2], 0, 0, set()
        while killed < KILLS and tried < 4 * KILLS:
            reset()
            child = begin(process)
            until = time.monotonic() + duration * (tried % KILLS + 0.5) / KILLS
            while time.monotonic() < until:
                pass
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
            tried += 1
            if ended(process) != signal.SIGKILL:
                continue
            killed += 1
            assert path.read_text("utf-8") in {before, after}
            seen.add(path.read_text("utf-8"))
            for found in (kit.root / "ratings/.base").glob("*.json"):
                json.loads(found.read_text("utf-8"))
            assert len(ledger.read(kit.root)) <= 1
            if tried % 8 == 0:  # whatever was left, the same import mends it
                begin(process)
                assert ended(process) == 0
                assert path.read_text("utf-8") == after
                assert len(ledger.read(kit.root)) == 1
        assert killed == KILLS, f"only {killed} of {tried} imports were killed in time"
        assert before in seen
