"""A configuration cannot read outside the project, and cannot write anywhere."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from pydantic import ValidationError

from .conftest import Project, values

MEASURE = {"id": "m", "title": "m", "aggregate": "sum", "value": "v", "period": "y"}
TABLE = "y,v\n2023,1\n2024,2\n"


def test_a_select_over_the_files_is_allowed(project: Project) -> None:
    project.write("a.csv", TABLE)
    project.write("b.csv", "y,w\n2024,5\n")
    query = "SELECT y, sum(as_number(v)) AS v FROM data GROUP BY y; "
    collected = project.collect(path=["a.csv", "b.csv"], columns={"v": ["w"]}, query=query, measures=[MEASURE])
    assert values(collected.measures[0].points) == {"2023": 1, "2024": 7}


@pytest.mark.parametrize(
    "query",
    [
        "SELECT 2024 AS y, 1 AS v FROM read_csv('/etc/passwd')",
        "SELECT 2024 AS y, content AS v FROM read_text('/etc/passwd')",
        "SELECT 2024 AS y, content AS v FROM read_blob('../secret.csv')",
        "SELECT 2024 AS y, file AS v FROM glob('/etc/*')",
        "SELECT 2024 AS y, * FROM 'secret.csv'",
        "SELECT * FROM read_csv('{root}/other.csv')",
        "SELECT Delimiter AS y, 1 AS v FROM sniff_csv('/etc/passwd')",
        "SELECT * FROM read_csv('https://example.org/a.csv')",
    ],
)
def test_a_select_cannot_read_other_files(project: Project, query: str) -> None:
    project.write("a.csv", TABLE)
    project.write("other.csv", TABLE)
    text = project.fault(path="a.csv", query=query.replace("{root}", str(project.root)), measures=[MEASURE])
    assert "query: the query cannot be run" in text
    assert "Permission Error" in text


def test_a_select_cannot_read_the_programs_variables(project: Project) -> None:
    import pandas as pd

    project.write("a.csv", TABLE)
    frame = pd.DataFrame({"y": [2024], "v": [1]})
    assert len(frame) == 1
    assert "frame does not exist" in project.fault(path="a.csv", query="SELECT * FROM frame", measures=[MEASURE])


@pytest.mark.parametrize(
    "query",
    [
        "COPY data TO 'stolen.csv'",
        "COPY (SELECT 1) TO 'a.csv'",
        "ATTACH '/tmp/x.db'",
        "PRAGMA database_list",
        "SET enable_external_access = true",
        "RESET lock_configuration",
        "INSTALL httpfs",
        "LOAD httpfs",
        "CREATE TABLE t (i int)",
        "INSERT INTO data VALUES (1)",
        "DROP VIEW data",
        "EXPORT DATABASE 'x'",
        "CALL pragma_version()",
        "SELECT 1; SELECT 2",
        "SELECT 1 AS y, 2 AS v; COPY data TO 'x.csv'",
        "",
        "-- nothing",
    ],
)
def test_only_one_select_is_accepted(project: Project, query: str) -> None:
    project.write("a.csv", TABLE)
    text = project.fault(path="a.csv", query=query or " ", measures=[MEASURE])
    assert "expected exactly one SELECT statement, found" in text
    assert "只允许一条 SELECT 语句" in text
    assert {path.name for path in project.root.iterdir()} == {"a.csv"}
    assert (project.root / "a.csv").read_text() == TABLE


@pytest.mark.parametrize("query", ["SELECT 1) AS x; COPY data TO 'x.csv'; --", "SELEC 1", "SELECT (1"])
def test_what_is_no_sql_is_refused(project: Project, query: str) -> None:
    project.write("a.csv", TABLE)
    assert "query: the query cannot be run: Parser Error" in project.fault(
        path="a.csv", query=query, measures=[MEASURE]
    )


@pytest.mark.parametrize(
    "query", ["DELETE FROM t", "SELECT 1; DELETE FROM t", "ATTACH 'x.db' AS x", "PRAGMA user_version = 7"]
)
def test_sqlite_is_only_read(project: Project, query: str) -> None:
    database = sqlite3.connect(project.root / "a.db")
    database.execute("CREATE TABLE t (y, v)")
    database.execute("INSERT INTO t VALUES (2024, 1)")
    database.commit()
    database.close()
    before = (project.root / "a.db").read_bytes()
    assert "expected exactly one SELECT" in project.fault(path="a.db", query=query, measures=[MEASURE])
    assert (project.root / "a.db").read_bytes() == before
    collected = project.collect(path="a.db", query="SELECT y, v + 1 AS v FROM t", measures=[MEASURE])
    assert values(collected.measures[0].points) == {"2024": 2}


@pytest.mark.parametrize(
    "path", ["../secret.csv", "../*.csv", "/etc/passwd", "/etc/*", "link.csv", "l*.csv", "t/../../secret.csv"]
)
def test_a_path_cannot_leave_the_project(project: Project, path: str) -> None:
    (project.root.parent / "secret.csv").write_text(TABLE)
    (project.root / "t").mkdir()
    (project.root / "link.csv").symlink_to(project.root.parent / "secret.csv")
    text = project.fault(path=path, measures=[MEASURE])
    assert "the path leaves the project folder" in text
    assert "超出了项目文件夹" in text


def test_names_in_the_config_cannot_break_out_of_the_sql(project: Project) -> None:
    odd = """a"b'c); DROP TABLE x; --"""
    quoted = odd.replace('"', '""')
    project.write("a.csv", f'y,"{quoted}",s\n2024,3,{"it" + chr(39) + "s"}\n')
    measure = {**MEASURE, "value": odd, "where": {"column": "s", "equals": "it's"}, "segment": "s"}
    collected = project.collect(path="a.csv", null_values=["'", '"'], suffixes=["('"], measures=[measure])
    assert values(collected.measures[0].points) == {"2024": 3}
    assert collected.measures[0].segments[0].name.zh == "it's"


def test_a_uri_may_only_be_named_not_written(project: Project) -> None:
    with pytest.raises(ValidationError):
        project.source(uri="postgresql://me:secret@host/db", table="t")


def test_nothing_is_left_behind(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import tempfile

    passing = tmp_path / "passing"
    passing.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(passing))
    project.write("a.csv", "y,v,名\n2024,1,张\n", "gb18030")
    project.collect(path="a.csv", measures=[MEASURE])
    assert list(passing.iterdir()) == []
    assert [path.name for path in project.root.iterdir()] == ["a.csv"]
