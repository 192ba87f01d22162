"""`zhuoyue criteria`: list, show, diff, new, check, export, import."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from zhuoyue.cli.main import main
from zhuoyue.errors import ExitCode
from zhuoyue.interchange import rows
from zhuoyue.interchange.table_files import csv_text, read_csv, read_xlsx, xlsx_bytes
from zhuoyue.testing import MINIMAL

TAILORED = """
[tailoring]
changes = [
  { item = "4.1.2", points = 60, reason = "Leadership weighs more here" },
  { item = "4.1.3", drop = true, reason = "Owned by one family" },
]
additions = [
  { category = "4.1", code = "4.1.9", kind = "process", points = 20, title = "Family", reason = "Owned by one family" },
]
"""


class Shell:
    """Runs `zhuoyue criteria` in a folder and keeps what it printed."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root = root
        self.capsys = capsys
        self.err = ""

    def __call__(self, *words: str, code: int = ExitCode.OK, language: str = "en") -> str:
        self.capsys.readouterr()
        found = main(["criteria", *words, "--lang", language])
        out, self.err = self.capsys.readouterr()
        assert found == code, self.err
        return out

    def write(self, name: str, text: str | bytes) -> str:
        (self.root / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return name


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ZHUOYUE_LOAD_PLUGINS", "holistic,maturity")
    return Shell(tmp_path, capsys)


@pytest.fixture
def gbt(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both editions of GB/T 19580 are there as well; after `shell`, which sets the plugins."""
    monkeypatch.setenv("ZHUOYUE_LOAD_PLUGINS", "gbt19580,holistic,maturity")


@pytest.mark.usefixtures("gbt")
def test_without_a_word_it_lists(shell: Shell) -> None:
    listed = shell()
    assert (
        "gbt19580-2012  Criteria for performance excellence (GB/T 19580-2012)  (23 items, 1000 points, holistic)"
        in listed
    )
    assert shell("list") == listed
    assert "（23 个条款，1000 分，holistic）" not in shell("list", language="zh")  # one width of brackets
    assert "23 个条款，1000 分，holistic" in shell("list", language="zh")
    found = json.loads(shell("list", "--json"))
    assert [(one["id"], one["items"], one["total"], one["origin"]) for one in found] == [
        ("gbt19580-2004", 22, "1000", "gbt19580"),
        ("gbt19580-2012", 23, "1000", "gbt19580"),
    ]
    assert json.loads(shell("--json")) == found


@pytest.mark.usefixtures("gbt")
def test_an_id_alone_shows_it(shell: Shell) -> None:
    tree = shell("gbt19580-2012")
    assert tree == shell("show", "gbt19580-2012")
    assert "4.1     Leadership  110\n  4.1.2   Role of senior leaders  50  process\n" in tree
    assert "  4.2.2   Strategy development  40  process  (from memory)" in tree
    assert json.loads(shell("gbt19580-2012", "--json"))["total"] == "1000"
    shell("show", "gbt19580-2013", code=ExitCode.USAGE)
    assert "did you mean 'gbt19580-2012'?" in shell.err


@pytest.mark.usefixtures("gbt")
def test_a_project_shows_its_model_with_its_departures(shell: Shell) -> None:
    shell.write("zhuoyue.toml", MINIMAL + TAILORED)
    tree = shell("show", "gbt19580-2012")
    assert "  4.1.2   Role of senior leaders  60  process" in tree
    assert "4.1.3" not in tree.partition("Departures")[0]
    assert "  4.1.9   Family  20  process" in tree
    assert "points" in tree.partition("Departures")[2]
    assert "50 → 60: Leadership weighs more here" in tree
    assert "4.1.3" not in json.dumps(json.loads(shell("show", "gbt19580-2012", "--json"))["categories"])
    assert shell("show", "gbt19580-2004").endswith("(from memory)\n")


@pytest.mark.usefixtures("gbt")
def test_published_against_tailored(shell: Shell) -> None:
    shell("diff", code=ExitCode.USAGE)
    assert "there is no project here" in shell.err
    shell.write("zhuoyue.toml", MINIMAL + TAILORED)
    expected = """\
dropped
  4.1.3    Organisational governance  30
added
  4.1.9    Family  20
points
  4.1.2    Role of senior leaders  50 → 60
"""
    assert shell("diff") == expected
    assert shell("diff", "gbt19580-2012") == expected
    assert shell("diff", "--project", str(shell.root), "gbt19580-2012") == expected
    assert "删除\n  4.1.3    组织治理  30" in shell("diff", language="zh")
    assert shell("diff", "gbt19580-2012", "gbt19580-2012") == ""
    assert "no difference" in shell.err


@pytest.mark.usefixtures("gbt")
def test_editions_are_compared_by_their_crosswalk(shell: Shell) -> None:
    told = shell("diff", "gbt19580-2004", "gbt19580-2012")
    assert "by way of the crosswalk gbt19580-2004>gbt19580-2012" in shell.err
    # GB/T 19580-2004, 4.3.2 (40 points) became 4.3.3 (50 points) of 2012; 4.4.1 60 points of 40.
    assert "  4.3.2    Customer relationships and satisfaction  4.3.2 → 4.3.3" in told
    assert re.search(r"points\n(  .*\n)*  4\.4\.1    Human resources  40 → 60", told)
    assert "  4.1.1    Organisational leadership  4.1.1 → 4.1.2, 4.1.3, 4.6.2" in told
    back = json.loads(shell("diff", "gbt19580-2012", "gbt19580-2004", "--json"))
    assert back["by"] == "gbt19580-2012>gbt19580-2004"
    points = {
        one["code"]: (one["before"]["en"], one["after"]["en"]) for one in back["differences"] if one["kind"] == "points"
    }
    assert points["4.4.2"] == ("60", "40")


def test_a_new_model_is_right_at_once(shell: Shell) -> None:
    assert shell("new", "our-model-2026") == "our-model-2026.toml\n"
    assert 'criteria = "our-model-2026"' in shell.err
    assert shell("check", "our-model-2026.toml") == (
        "our-model-2026.toml: our-model-2026: 5 categories, 5 items, 100 points, scored by holistic, our-levels\n"
    )
    assert "5 个类目，5 个条款，100 分，评分方案 holistic, our-levels" in shell(
        "check", "our-model-2026.toml", language="zh"
    )
    shell.write(
        "zhuoyue.toml",
        MINIMAL + '[criteria]\nfiles = ["our-model-2026.toml"]\n',
    )
    assert "our-model-2026" in shell("list")
    tree = shell("our-model-2026")
    assert "3       Processes  20  [our-levels]\n  3.1     Management of processes  20  process" in tree
    shell("new", "our-model-2026", code=ExitCode.USAGE)
    assert "there is a model 'our-model-2026' already" in shell.err
    shell("new", "Our Model", code=ExitCode.USAGE)
    assert "small ASCII letters" in shell.err


@pytest.mark.usefixtures("gbt")
def test_a_new_model_like_another(shell: Shell) -> None:
    shell("new", "group-3", "--like", "gbt19580-2012", "--output", "group.toml")
    assert "group-3: 7 categories, 23 items, 1000 points" in shell("check", "group.toml")
    text = (shell.root / "group.toml").read_text("utf-8")
    assert "verified" not in text
    assert "Derived from gbt19580-2012" in text
    told = shell("diff", "gbt19580-2012", "group.toml")
    assert "gbt19580-2012 → group-3" in told
    assert "points" not in told
    shell("new", "group-4", "--like", "gbt19580-2013", code=ExitCode.USAGE)
    assert "did you mean 'gbt19580-2012'?" in shell.err


def test_models_that_have_nothing_to_do_with_each_other_are_not_compared_by_code(shell: Shell) -> None:
    shell("new", "a-1")
    other = re.sub(r'title = \{ zh = "', 'title = { zh = "别', (shell.root / "a-1.toml").read_text("utf-8"))
    shell.write("b-1.toml", other.replace('"a-1"', '"b-1"').replace('family = "a"', 'family = "b"'))
    shell("diff", "a-1.toml", "b-1.toml", code=ExitCode.USAGE)
    assert "nothing leads from a-1 to b-1" in shell.err
    shell.write("a-2.toml", other.replace('"a-1"', '"a-2"'))  # of one family: another edition
    assert "领导与文化 → 别领导与文化" in shell("diff", "a-1.toml", "a-2.toml", language="zh")


def test_a_misspelt_subcommand_is_named(shell: Shell) -> None:
    with pytest.raises(SystemExit):
        shell("exprot", "gbt19580-2012", "--to", "csv")
    assert "did you mean 'export'?" in shell.capsys.readouterr().err


def test_check_tells_the_faults_of_every_file(shell: Shell) -> None:
    shell("new", "a-1")
    wrong = (shell.root / "a-1.toml").read_text("utf-8").replace("points = 30", "points = 35")
    shell.write("b-1.toml", wrong.replace('scheme = "holistic"', 'scheme = "holistisch"'))
    out = shell("check", "a-1.toml", "b-1.toml", "c-1.toml", code=ExitCode.USAGE)
    assert out.startswith("a-1.toml: a-1: 5 categories")
    assert "105, the total says 100: 5 too many" in shell.err
    assert "did you mean 'holistic'?" in shell.err
    assert "c-1.toml: cannot be read" in shell.err
    shell("check", "b-1.toml", code=ExitCode.USAGE, language="zh")
    assert "合计为 105，总分为 100：多出 5 分" in shell.err
    assert "共 2 处错误" in shell.err


@pytest.mark.parametrize("form", ["toml", "csv", "xlsx", "oscal"])
def test_what_is_exported_is_imported_with_its_schemes(shell: Shell, form: str) -> None:
    shell("new", "ours-1", "--output", "mine.toml")
    name = shell("export", "mine.toml", "--to", form).strip()
    assert name == f"ours-1{'-catalog.json' if form == 'oscal' else '.' + form}"
    assert shell("import", name, "--output", "again.toml") == "again.toml\n"
    assert shell("diff", "mine.toml", "again.toml") == ""
    assert 'like = "maturity"' in (shell.root / "again.toml").read_text("utf-8")
    shell("export", "mine.toml", "--to", form, code=ExitCode.USAGE)
    assert "is there already" in shell.err


def test_export_to_the_screen_and_the_schema(shell: Shell) -> None:
    shell("new", "ours-1")
    assert shell("export", "ours-1.toml", "--to", "csv", "--output", "-").startswith("level,code,title_zh,")
    found = json.loads(shell("export", "--to", "schema", "--output", "-"))
    assert found["properties"]["total"]["description"].startswith("Points of all items together")
    shell("export", "--to", "csv", code=ExitCode.USAGE)
    assert "name a model" in shell.err


def test_rows_that_are_wrong_are_named(shell: Shell) -> None:
    shell("new", "ours-1", "--output", "mine.toml")
    shell("export", "mine.toml", "--to", "csv")
    table = dict(read_csv(shell.root / "ours-1.csv"))
    item = next(number for number, row in table.items() if row.get("code") == "1.1")
    broken = table | {
        item: table[item] | {"points": "25", "kind": "方法"},
        item + 1: table[item + 1] | {"level": "topik"},
    }
    shell.write("bad.csv", csv_text([*broken.values()]).encode())
    shell("import", "bad.csv", code=ExitCode.USAGE)
    assert f"bad.csv:{item + 1}: no level 'topik' – did you mean 'topic'?" in shell.err
    del broken[item + 1]
    shell.write("bad.xlsx", xlsx_bytes([*broken.values()]))
    shell("import", "bad.xlsx", code=ExitCode.USAGE)
    assert f"bad.xlsx:{item}: categories[0].items[0].kind: no kind '方法'" in shell.err
    assert "105, the total says 100: 5 too many" in shell.err


def test_a_table_from_somebody_elses_hand(shell: Shell) -> None:
    text = (
        "层级,代码,名称（中文）,类型,主题,分值,值,备注\n"
        "准则,id,,,,,ours-1,\n准则,family,,,,,ours,\n准则,edition,,,,,1,\n"
    )
    text += "准则,scheme,,,,,holistic,\n准则,total,,,,,10,\n准则,title,自有准则,,,,,\n"
    text += "类目,1,领导,,leadership,,,说明\n条款,1.1,方向,process,,10,,\n要点,a,如何,,,,,\n要点 2,b,谁,,,,,\n"
    shell.write("hand.csv", text.encode("utf-8-sig"))
    assert shell("import", "hand.csv") == "ours-1.toml\n"
    assert "1 category, 1 item, 10 points" in shell("check", "ours-1.toml")
    assert '[[categories.items.topics.topics]]\nkey = "b"' in (shell.root / "ours-1.toml").read_text("utf-8")
    shell.write("gbk.csv", text.encode("gb18030"))
    shell("import", "gbk.csv", code=ExitCode.USAGE)
    assert "is not UTF-8; in Excel choose" in shell.err
    shell.write("semicolons.csv", text.replace(",", ";").encode())
    shell("import", "semicolons.csv", "--output", "semicolons.toml")
    assert (shell.root / "semicolons.toml").read_bytes() == (shell.root / "ours-1.toml").read_bytes()
    shell.write("huge.csv", f"level,code\nitem,{'x' * 200_000}\n".encode())
    shell("import", "huge.csv", code=ExitCode.USAGE)
    assert "huge.csv:2: is no CSV: field larger than field limit" in shell.err
    shell.write("other.csv", b"a,b\n1,2\n")
    shell("import", "other.csv", code=ExitCode.USAGE)
    assert "other.csv:1: has no column 'level'" in shell.err
    shell.write("x.docx", b"")
    shell("import", "x.docx", code=ExitCode.USAGE)
    assert "is none of .toml, .csv, .xlsx" in shell.err


def test_levels_and_rows_have_one_name_each() -> None:
    assert len(set(rows.LEVELS.values())) == len(rows.LEVELS)
    assert len(set(rows.COLUMNS.values())) == len(rows.COLUMNS)


def test_a_cell_that_a_spreadsheet_changed_still_reads(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = tmp_path / "model.xlsx"
    path.write_bytes(xlsx_bytes([{"level": "item", "code": "1.1", "points": "12.5", "title_en": "=1+1"}]))
    book = load_workbook(path)
    sheet = book.active
    assert (sheet["B2"].value, sheet["B2"].data_type, sheet["C2"].value) == ("1.1", "s", None)
    assert (sheet["D2"].value, sheet["D2"].data_type) == ("=1+1", "s")
    sheet["B2"] = 7
    book.save(path)
    assert [row for _, row in read_xlsx(path)] == [{"level": "item", "code": "7", "points": "12.5", "title_en": "=1+1"}]
