"""Every problem of a config at once, each with file, line, key path and the nearest valid choice."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhuoyue.testing import ProjectKit, project

BROKEN = """\
[organisation]
nmae = { zh = "甲" }
[assessment]
criteria = "gbt19580-2021"
period = { start = 2025-12-31, end = 2023-01-01 }
as_of = "yesterday"
languages = ["zh", "fr"]
visibility = "intern"
[plugins]
disabled = ["lecti"]
[colect]
timeout = 3
"""


def test_all_problems_come_at_once_with_their_lines(tmp_path: Path) -> None:
    kit = project(tmp_path).write({"zhuoyue.toml": BROKEN.replace('disabled = ["lecti"]', "disabled = []")})
    outcome = kit.run("assess")
    assert outcome.code == 2
    for expected in (
        "zhuoyue.toml:2: organisation.nmae: unknown key – did you mean 'name'?",
        "zhuoyue.toml:1: organisation.name: is required",
        "zhuoyue.toml:5: assessment.period: the period ends (2023-01-01) before it starts (2025-12-31)",
        "zhuoyue.toml:6: assessment.as_of: ",
        "zhuoyue.toml:7: assessment.languages[1]: ",
        "zhuoyue.toml:8: assessment.visibility: ",
        "did you mean 'internal'?",
        "zhuoyue.toml:11: colect: unknown table – did you mean 'collect'?",
    ):
        assert expected in outcome.err
    assert not (tmp_path / "assessment.json").exists()


def test_messages_come_in_chinese_too(tmp_path: Path) -> None:
    kit = project(tmp_path).write({"zhuoyue.toml": BROKEN.replace('disabled = ["lecti"]', "disabled = []")})
    outcome = kit.run("assess", language="zh")
    assert "zhuoyue.toml:2: organisation.nmae: 未知的键，是否应为 'name'？" in outcome.err
    assert "zhuoyue.toml:1: organisation.name: 缺少此项" in outcome.err


def test_an_unknown_plugin_name_is_placed_and_helped(tmp_path: Path) -> None:
    outcome = project(tmp_path, '[plugins]\ndisabled = ["lecti"]\n', plugins=("gbt19580", "letci")).run("assess")
    assert outcome.code == 2
    assert "zhuoyue.toml:7: plugins.disabled: no plugin 'lecti' – did you mean 'letci'?" in outcome.err


def test_unknown_criteria_collector_and_item_are_named(tmp_path: Path) -> None:
    config = """
    [[sources]]
    name = "a"
    collector = "tabels"
    [[sources]]
    name = "a"
    collector = "narrative"
    items = ["4.3.9"]
    foldr = "x"
    """
    kit = project(tmp_path, config, plugins=("gbt19580", "holistic", "narrative", "tables"))
    text = (tmp_path / "zhuoyue.toml").read_text("utf-8")
    kit.write({"zhuoyue.toml": text.replace("[assessment]", '[assessment]\ncriteria = "gbt19580-2011"')})
    outcome = kit.run("assess")
    assert "no collector 'tabels' – did you mean 'tables'?" in outcome.err
    assert "two sources are called 'a'" in outcome.err
    assert "sources[1].foldr: unknown key – did you mean 'folder'?" in outcome.err
    assert "no criteria 'gbt19580-2011' – did you mean 'gbt19580-2012'?" in outcome.err
    kit.write({"zhuoyue.toml": text.replace("tabels", "narrative").replace("foldr", "folder")})
    assert "gbt19580-2012 has no item '4.3.9' – did you mean '4.3." in kit.run("assess").err


def test_no_config_says_how_to_make_one(tmp_path: Path) -> None:
    outcome = ProjectKit(tmp_path, ()).run("run")
    assert outcome.code == 2
    assert "zhuoyue init" in outcome.err


@pytest.mark.parametrize("relative", ["../outside.py", "/etc/passwd", "link.py"])
def test_a_path_that_leaves_the_project_is_refused(tmp_path: Path, relative: str) -> None:
    (tmp_path / "outside.py").write_text("")
    root = tmp_path / "project"
    root.mkdir()
    (root / "link.py").symlink_to(tmp_path / "outside.py")
    outcome = project(root, f'[plugins]\nlocal = ["{relative}"]\n').run("assess")
    assert outcome.code == 2
    assert "leaves the project folder" in outcome.err


def test_a_secret_in_the_file_is_refused_and_never_echoed(monkeypatch: pytest.MonkeyPatch) -> None:
    from zhuoyue import InputError
    from zhuoyue.project import secret

    with pytest.raises(InputError) as caught:
        secret("postgresql://me:hunter2@db/x")
    assert "hunter2" not in str(caught.value)
    monkeypatch.setenv("DB_URI", "postgresql://me:hunter2@db/x")
    assert secret("env:DB_URI") == "postgresql://me:hunter2@db/x"
    with pytest.raises(InputError, match="environment variable NOT_SET is not set"):
        secret("env:NOT_SET")


def test_a_misspelt_plugin_in_the_policy_is_an_error(tmp_path: Path) -> None:
    config = '[scoring]\nunrated = "suggested"\nsuggestions_from = ["holistik"]\n'
    outcome = project(tmp_path, config).run("assess")
    assert outcome.code == 2
    assert "scoring.suggestions_from[0]: no plugin 'holistik' – did you mean 'holistic'?" in outcome.err


def test_a_fault_in_the_core_tables_hides_none_in_the_sources(tmp_path: Path) -> None:
    config = (
        '[site]\ncolour = "blue"\n[[sources]]\nname = "x y"\ncollector = "narrative"\nfolder = "n"\n'
        '[[sources]]\nname = "b"\ncollector = "narrative"\nfoldr = "n"\n'
    )
    outcome = project(tmp_path, config, plugins=("gbt19580", "holistic", "narrative")).run("assess")
    assert "site.colour: " in outcome.err
    assert "sources[0].name: " in outcome.err
    assert "sources[1].foldr: unknown key – did you mean 'folder'?" in outcome.err


def test_a_percent_as_text_says_what_to_write(tmp_path: Path) -> None:
    sheet = 'assessor = "T"\n[[ratings]]\nitem = "4.1.2"\npercent = "45%"\n'
    outcome = project(tmp_path, "", {"ratings/a.toml": sheet}).run("assess", language="zh")
    assert "ratings/a.toml:4: ratings[0].percent: 应为数字：请写 45" in outcome.err


PLUGINS = ("gbt19580", "holistic", "tables", "complaints", "key-accounts", "contact-matrix", "customer-knowledge")


@pytest.mark.parametrize(
    ("source", "en", "zh"),
    [
        ('collector = "tables"', "needs either path (files) or uri", "path（文件）和 uri（PostgreSQL）应写其中一个"),
        (
            'collector = "tables"\npath = "a.csv"\nmeasures = [{ id = "m", title = "M", aggregate = "meen" }]',
            "measures[0].aggregate: unknown aggregate 'meen' – did you mean 'mean'?",
            "measures[0].aggregate: 未知的汇总方式 'meen'，是否应为 'mean'？",
        ),
        (
            'collector = "complaints"\npath = "a.csv"\nfields = { opened = "A" }\ntargets = { reopend = 5 }',
            "targets: unknown measure 'reopend' – did you mean 'reopened'?",
            "targets：未知的指标 'reopend'，是否应为 'reopened'？",
        ),
        (
            'collector = "complaints"\npath = "a.csv"\nfields = { opened = "A" }\ncalendar.hours.mon = "9-12"',
            "calendar: expected hours such as",
            "calendar: 应为 '09:00-12:00, 13:00-18:00' 这样的时段，现为 '9-12'",
        ),
        (
            'collector = "contact-matrix"\npath = "a.csv"\ncovers = { Price = "A" }',
            "'Price' is no kind of the starter list",
            "'Price' 不是起始清单中的信息种类",
        ),
        ('collector = "customer-knowledge"', "at least one of segments", "segments、needs、methods 至少要写一个"),
        ('collector = "key-accounts"\nrevenue = 5', "revenue: should be a table", "revenue: 应为表"),
    ],
)
def test_what_a_validator_says_is_said_in_both_languages(tmp_path: Path, source: str, en: str, zh: str) -> None:
    kit = project(tmp_path, f'[[sources]]\nname = "s"\n{source}\n', plugins=PLUGINS)
    assert en in kit.run("check").err
    said = kit.run("check", language="zh").err
    assert zh in said
    assert "Settings" not in said
