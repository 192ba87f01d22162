"""What register, front matter and path say about a file, and who prevails."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from zhuoyue import EvidenceRole, InputError, Severity, Visibility

if TYPE_CHECKING:
    from tests.plugins.documents.conftest import Project

ENGLISH = (
    "file,title_zh,title_en,items,role,units,observed_on,valid_until,reviewed,visibility,id,relates_to\n"
    'a.md,投诉程序,Complaints,4.3.3; 4.3.10,method,客服部;销售部,2024-03-01,2026-12-31,"2024-06-30;2025-06-30",'
    "confidential,complaints-procedure,close-rate; reply-time\n"
)
CHINESE = (
    "文件,标题,条款,类型,部门,日期,有效期至,评审日期,密级,编号,相关指标\n"
    "a.md,投诉程序,4.3.3；4.3.10,方法,客服部；销售部,2024年3月1日,2026/12/31,2024.6.30；20250630,机密,"
    "complaints-procedure,close-rate；reply-time\n"
)


@pytest.mark.parametrize("register", [ENGLISH, CHINESE])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_column_is_read(project: Project, register: str, encoding: str) -> None:
    project.write("docs/a.md", "text")
    project.write("docs/register.csv", register, encoding)
    collected = project.collect(register="docs/register.csv")
    (one,) = collected.evidence
    assert one.id == "complaints-procedure"
    assert one.title.zh == "投诉程序"
    assert one.items == ("4.3.3", "4.3.10")
    assert one.role is EvidenceRole.METHOD
    assert one.units == ("客服部", "销售部")
    assert one.observed_on == date(2024, 3, 1)
    assert one.valid_until == date(2026, 12, 31)
    assert one.reviewed_on == (date(2024, 6, 30), date(2025, 6, 30))
    assert one.visibility is Visibility.CONFIDENTIAL
    assert one.relates_to == ("close-rate", "reply-time")
    assert collected.problems == ()


def test_faults_name_row_column_and_the_nearest_choice(project: Project) -> None:
    project.write("docs/a.md", "text")
    rows = "文件,条款,类型,日期,密级,编号\na.md,4.3.4,方发,2025-02-30,机蜜,编号一\n"
    project.write("reg.csv", rows)
    collected = project.collect(register="reg.csv")
    found = {problem.where: problem.text for problem in collected.problems}
    assert set(found) == {f"reg.csv:row 2, column {name}" for name in ("条款", "类型", "日期", "密级", "编号")}
    assert "4.3.3" in found["reg.csv:row 2, column 条款"].en
    assert "方法" in found["reg.csv:row 2, column 类型"].zh
    assert "2025-02-30" in found["reg.csv:row 2, column 日期"].zh
    assert all(problem.severity is Severity.ERROR for problem in collected.problems)
    # A misspelt tier hides the file rather than publishing it.
    assert collected.evidence[0].visibility is Visibility.CONFIDENTIAL


def test_unknown_missing_and_double_columns_are_said_together(project: Project) -> None:
    project.write("reg.csv", "filee,items,items\n")
    with pytest.raises(InputError) as caught:
        project.collect(register="reg.csv")
    text = str(caught.value)
    assert "reg.csv:row 1, column filee" in text
    assert "did you mean 'file'?" in text
    assert "'items' occurs twice" in text
    assert "no column 'file'" in text


def test_a_register_that_is_no_text_is_refused(project: Project) -> None:
    project.write("reg.csv", b"\xff\xff\x00")
    with pytest.raises(InputError, match="GB18030"):
        project.collect(register="reg.csv")


def test_rows_without_file_and_files_without_row(project: Project) -> None:
    project.write("docs/procedure.md", "text")
    project.write("docs/own.md", "---\nitems: 4.3.3\n---\ntext")
    project.write("reg.csv", "file,items\nprocedur.md,4.3.3\n")
    problems = project.collect(register="reg.csv").problems
    assert [(one.code, one.severity) for one in problems] == [
        ("documents-missing", Severity.WARNING),
        ("documents-unlisted", Severity.INFO),
    ]
    assert "did you mean 'procedure.md'?" in problems[0].text.en
    assert problems[0].where == "reg.csv:row 2"
    assert "procedure.md" in problems[1].text.zh
    assert "own.md" not in problems[1].text.zh


def test_double_rows_double_ids_and_torn_rows(project: Project) -> None:
    for name in "abc":
        project.write(f"docs/{name}.md", name)
    project.write("reg.csv", "file,id\na.md,x\na.md,y\nb.md,x\nc.md,z,4.3.3\n")
    collected = project.collect(register="reg.csv")
    ids = [one.id for one in collected.evidence]
    assert ids[0] == "x"
    assert len(set(ids)) == 3
    errors = sorted(one.where for one in collected.problems if one.severity is Severity.ERROR)
    assert errors == ["reg.csv:row 3, column file", "reg.csv:row 4", "reg.csv:row 5"]


def test_windows_and_project_paths_are_understood(project: Project) -> None:
    project.write("docs/sub/a.md", "a")
    project.write("docs/sub/b.md", "b")
    project.write("reg.csv", "file,items\nsub\\a.md,4.3.3\ndocs/sub/b.md,4.3.10\n")
    collected = project.collect(register="reg.csv")
    assert [one.items for one in collected.evidence] == [("4.3.3",), ("4.3.10",)]
    assert collected.problems == ()


FRONT = """---
id: leaders-walk
title: {zh: 领导走访, en: Leaders on the shop floor}
items: [4.3.10, 4.3.3]
role: deployment
units: 一车间; 二车间
observed_on: 2025-04-01
valid_until: 2025-11-30
reviewed: [2025-05-01]
visibility: public
relates_to: walks-per-month
---
# Heading
Body
"""


def test_front_matter(project: Project) -> None:
    project.write("docs/a.md", FRONT)
    collected = project.collect()
    (one,) = collected.evidence
    assert (one.id, one.title.zh, one.title.en) == ("leaders-walk", "领导走访", "Leaders on the shop floor")
    assert one.items == ("4.3.10", "4.3.3")  # 4.3.10 stays text, as does 4.10 below
    assert one.role is EvidenceRole.DEPLOYMENT
    assert one.units == ("一车间", "二车间")
    assert (one.observed_on, one.reviewed_on) == (date(2025, 4, 1), (date(2025, 5, 1),))
    assert one.visibility is Visibility.PUBLIC
    assert one.relates_to == ("walks-per-month",)
    assert one.text == "# Heading Body"
    (problem,) = collected.problems
    assert (problem.code, problem.severity, problem.where) == (
        "documents-expired",
        Severity.INFO,
        "docs/a.md",
    )
    assert "2025-11-30" in problem.text.zh


def test_a_code_that_looks_like_a_number_stays_a_code(project: Project) -> None:
    project.write("docs/a.md", "---\nitems: 4.10\n---\n")
    (problem,) = project.collect().problems
    assert "'4.10'" in problem.text.en
    assert problem.where == "docs/a.md: items"


@pytest.mark.parametrize("block", ["items: [4.3.3", "- a\n- b", "just words"])
def test_a_broken_front_matter_hides_the_file(project: Project, block: str) -> None:
    project.write("docs/a.md", f"---\n{block}\n---\ntext")
    collected = project.collect()
    assert collected.evidence[0].visibility is Visibility.CONFIDENTIAL
    assert [problem.code for problem in collected.problems] == ["documents-front-matter"]
    assert collected.problems[0].where.startswith("docs/a.md:")


@pytest.mark.parametrize("block", ["visibillty: confidential", "Visibility: confidential", "visibility: secrt"])
def test_a_misspelt_tier_hides_the_file(project: Project, block: str) -> None:
    project.write("docs/a.md", f"---\n{block}\n---\ntext")
    assert project.collect().evidence[0].visibility is Visibility.CONFIDENTIAL


def test_tags_make_no_objects(project: Project) -> None:
    project.write("docs/a.md", '---\nid: !!python/object/apply:os.system ["touch harmed"]\n---\ntext')
    (problem,) = project.collect().problems
    assert problem.where == "docs/a.md: id"
    assert not (project.root / "harmed").exists()


def test_faults_of_a_front_matter_name_the_key(project: Project) -> None:
    project.write("docs/a.md", "---\nitem: 4.3.3\nrole: methud\nunits: {a: b}\ntitle: [x]\n---\ntext")
    problems = {problem.where: problem.text.en for problem in project.collect().problems}
    assert set(problems) == {f"docs/a.md: {key}" for key in ("item", "role", "units", "title")}
    assert "did you mean 'items'?" in problems["docs/a.md: item"]
    assert "did you mean 'method'?" in problems["docs/a.md: role"]


def test_register_prevails_over_front_matter_over_defaults(project: Project) -> None:
    project.write("docs/a.md", "---\nitems: 4.3.3\nrole: review\nunits: 车间\n---\n")
    project.write("docs/b.md", "text")
    project.write("reg.csv", "file,items,role\na.md,4.3.10,\nb.md,,\n")
    defaults = {"role": "method", "units": ["全公司"], "observed_on": "2025-01-01", "relates_to": ["m"]}
    first, second = project.collect(register="reg.csv", defaults=defaults).evidence
    assert (first.items, first.role, first.units) == (("4.3.10",), EvidenceRole.REVIEW, ("车间",))
    assert (second.items, second.role, second.units) == (("4.3.2",), EvidenceRole.METHOD, ("全公司",))
    assert (second.observed_on, second.relates_to) == (date(2025, 1, 1), ("m",))
