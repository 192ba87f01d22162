"""The Word report: what the records say and nothing that they command, in a template that the user owns."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest
import word_template
from lxml import etree

from zhuoyue.testing import ProjectKit, project
from zhuoyue_plugins.word import TEMPLATE

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = "</w:t></w:r><w:p> {{ 7*7 }} {% raise %} & TOC \\\\o \\u0007x"
SHEET = """\
assessor = "评审组"
stage = "consensus"
[[key_themes]]
kind = "improvement"
scope = "process"
text = { zh = "两厂展开不一", en = "Deployment differs between plants" }
items = ["4.1.2", "4.1.3"]
[[ratings]]
item = "4.4.3"
percent = 5
[[ratings]]
item = "4.1.2"
percent = 55
[[ratings.questions]]
text = { zh = "请出示记录", en = "Show the records" }
[[ratings.questions]]
text = { zh = "谁触发预警", en = "Who triggers the warning" }
answer = { zh = "质量部", en = "The quality department" }
[[ratings.strengths]]
text = { zh = "闭环评审", en = "The review closes the loop" }
weight = "bold"
examples = [{ zh = "九项完成七项", en = "Seven of nine done" }]
relevance = { zh = "整合成败所系", en = "The merger depends on it" }
[[ratings.strengths]]
text = { zh = "HOSTILE", en = "HOSTILE" }
"""
RULE = """\
from zhuoyue import Finding, Text
def assess_leadership(item, dossier):
    return Finding(kind="strength", text=Text(zh="插件所见", en="What a plugin saw"))
"""


@pytest.fixture
def kit(tmp_path: Path) -> ProjectKit:
    files = {"ratings/t.toml": SHEET.replace("HOSTILE", HOSTILE), "rules.py": RULE}
    config = '[plugins]\nlocal = ["rules.py"]\n'
    kit = project(tmp_path, config, files, ("gbt19580", "holistic", "word"))
    kit.run("assess").assert_success()
    return kit


def exported(kit: ProjectKit, language: str = "zh", *options: str) -> Path:
    return Path(kit.run("export", "--to", "word", *options, language=language).assert_success().out.strip())


def paragraphs(path: Path) -> list[str]:
    """Return the text of every paragraph, read without the library that wrote it."""
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    return ["".join(node.text or "" for node in one.iter(f"{W}t")) for one in root.iter(f"{W}p")]


def test_the_report_has_every_part_in_both_languages(kit: ProjectKit) -> None:
    zh, en = paragraphs(exported(kit, "zh")), paragraphs(exported(kit, "en"))
    for wanted in ("关键主题", "过程：改进机会", "两厂展开不一 (4.1.2, 4.1.3)", "分条款反馈", "4.1 领导", "评分表"):
        assert wanted in zh
    for wanted in (
        "闭环评审",
        "九项完成七项",
        "意义：整合成败所系",
        "现场评审问题",
        "待核实",
        "质量部",
        "签署",
        "方法说明",
    ):
        assert wanted in zh
    assert "草稿：尚未完成三级签署" in zh
    for wanted in ("Key themes", "The review closes the loop", "Why it matters: The merger depends on it", "open"):
        assert wanted in en
    assert "Score 27.5 / 50 · 55 % · Band 4 Effective · rated" in en
    assert not [text for text in (*zh, *en) if "插件所见" in text or "plugin saw" in text]


def test_the_score_sheet_has_every_item_with_exact_points_and_ranges(kit: ProjectKit) -> None:
    table = next(one for one in docx.Document(str(exported(kit))).tables if len(one.columns) == 6)
    rows = {row.cells[0].text: [cell.text for cell in row.cells] for row in table.rows}
    assert rows["条款"] == ["条款", "分值", "百分比", "得分", "优势", "改进机会"]
    assert len(rows) == 1 + 7 + 23 + 1
    assert rows["4.1.2 高层领导的作用"][1:4] == ["50", "55 %", "27.5"]
    assert rows["4.4.3 财务资源†"][1:4] == ["15", "5 %", "0.75"]
    assert rows["4.1.3 组织治理"][1:4] == ["30", "–", "0–30"]
    assert rows[" 总计"][1:4] == ["1000", "–", "28.25–963.25"]


def test_records_are_text_and_become_no_markup_template_or_field(kit: ProjectKit) -> None:
    path = exported(kit, "en")
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        root = etree.fromstring(archive.read("word/document.xml"))
    shown = HOSTILE.replace("\\\\", "\\").replace("\\u0007", "")
    assert [text for text in paragraphs(path) if shown in text]
    codes = {node.text.split()[0] for node in root.iter(f"{W}instrText") if node.text}
    assert codes == {"TOC", "PAGEREF"}


def test_contents_link_to_every_heading(kit: ProjectKit) -> None:
    document = docx.Document(str(exported(kit)))
    headings = [one.text for one in document.paragraphs if one.style.name in {"Heading 1", "Heading 2"} and one.text]
    body = document.element.body
    targets = {node.get(f"{W}name") for node in body.iter(f"{W}bookmarkStart")}
    links = list(body.iter(f"{W}hyperlink"))
    assert {link.get(f"{W}anchor") for link in links} == targets
    assert [next(link.iter(f"{W}t")).text for link in links] == headings
    marks = [node.get(f"{W}fldCharType") for node in body.iter(f"{W}fldChar")]
    assert marks.count("begin") == marks.count("separate") == marks.count("end") == len(links) + 1


def test_chinese_has_a_chinese_font_and_pages_are_a4(kit: ProjectKit) -> None:
    document = docx.Document(str(exported(kit)))
    fonts = {
        name: document.styles[name].element.rPr.find(f"{W}rFonts").get(f"{W}eastAsia")
        for name in ("Normal", "Heading 1", "Heading 2", "Heading 3", "Cell")
    }
    assert fonts == {"Normal": "SimSun", "Cell": "SimSun"} | dict.fromkeys(
        ("Heading 1", "Heading 2", "Heading 3"), "SimHei"
    )
    sides = [sorted((section.page_width.mm, section.page_height.mm)) for section in document.sections]
    assert [[round(side) for side in pair] for pair in sides] == [[210, 297]] * 3
    for section in document.sections:
        assert "草稿" in section.header.paragraphs[0].text
        codes = [node.text.strip() for node in section.footer._element.iter(f"{W}instrText")]
        assert codes == ["PAGE", "NUMPAGES"]
    assert document.core_properties.title == "测试组织 – 卓越绩效评价反馈报告"


def test_a_user_changes_the_template(kit: ProjectKit, tmp_path: Path) -> None:
    own = tmp_path / "own.docx"
    outcome = kit.run("export", "--to", "word", "--write-template", str(own)).assert_success()
    assert outcome.out.strip() == str(own)
    assert own.read_bytes() == TEMPLATE.read_bytes()
    again = kit.run("export", "--to", "word", "--write-template", str(own))
    assert (again.code, "is there already" in again.err) == (2, True)
    document = docx.Document(str(own))
    document.paragraphs[0].add_run("{% for one in categories %}{{ one.code }};{% endfor %} {{ total.maximum }}")
    document.save(str(own))
    path = exported(kit, "zh", "--template", str(own), "--output", str(tmp_path / "mine.docx"))
    assert path == tmp_path / "mine.docx"
    assert "4.1;4.2;4.3;4.4;4.5;4.6;4.7; 1000" in paragraphs(path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Dear {{ organization }}", "document, “Dear {{ organization }}”: there is no variable 'organization'"),
        ("{{ label.strenghts }}", "there is no variable 'strenghts' – did you mean 'strengths'?"),
        ("{% for x in rows %}{{ x.code }}", "broken tag"),
        ("{{ total.points", "broken tag"),
        ("{{ organisation | shout }}", "broken tag: No filter named 'shout'"),
        ("{{ organisation.__class__.__mro__ }}", "access to attribute '__class__'"),
    ],
)
def test_a_mistake_in_a_template_is_told_with_its_place(
    kit: ProjectKit, tmp_path: Path, text: str, message: str
) -> None:
    own = tmp_path / "own.docx"
    document = docx.Document()
    document.add_paragraph("before")
    document.add_paragraph(text)
    document.save(str(own))
    outcome = kit.run("export", "--to", "word", "--template", str(own))
    assert outcome.code == 2
    assert message in outcome.err
    assert str(own) in outcome.err
    assert not list(tmp_path.glob("feedback*"))
    assert not list(tmp_path.glob(".*part"))


def test_a_block_that_would_swallow_text_is_refused(kit: ProjectKit, tmp_path: Path) -> None:
    own = tmp_path / "own.docx"
    document = docx.Document()
    document.add_paragraph("{% for one in categories %}")
    table = document.add_table(1, 1)
    table.cell(0, 0).text = "{{ one.code }}{% endfor %}"
    document.save(str(own))
    outcome = kit.run("export", "--to", "word", "--template", str(own))
    assert (outcome.code, "{%p … %}" in outcome.err) == (2, True)


@pytest.mark.parametrize("content", [b"no archive", b"PK\x03\x04broken", None])
def test_what_is_no_word_document_is_refused(kit: ProjectKit, tmp_path: Path, content: bytes | None) -> None:
    own = tmp_path / "own.docx"
    if content is not None:
        own.write_bytes(content)
    outcome = kit.run("export", "--to", "word", "--template", str(own))
    assert outcome.code == 2
    assert ("no such file" if content is None else "is no Word document") in outcome.err


def test_the_template_is_what_the_script_makes() -> None:
    made, shipped = (_members(data) for data in (word_template.build(), TEMPLATE.read_bytes()))
    assert made == shipped


def _members(data: bytes) -> dict[str, bytes]:
    """Return what an archive holds; how it is compressed is the business of a library."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_page_lists_every_variable(kit: ProjectKit) -> None:
    from zhuoyue_plugins.word.content import content

    page = (Path(__file__).parents[3] / "docs/how-to/feedback.md").read_text("utf-8")
    listed = set(re.findall(r"`([a-z_]+)`", page))
    outcome = kit.run("assess")
    values = content(outcome.assert_success().assessment, "en")
    item = values["categories"][0]["entries"][0]
    names = {*values, *values["categories"][0], *item, *item["score"], *item["strengths"][0], *values["method"]}
    names |= {
        *values["key_themes"][0],
        *values["key_themes"][1]["themes"][0],
        *values["questions"][0],
        *values["signatures"][0],
    }
    assert names <= listed


LEVELS = """\
assessor = "T"
stage = "consensus"
[[ratings]]
item = "7.1"
level = "4"
[[ratings]]
item = "7.3"
marks = { 1 = true }
"""


def test_a_model_without_a_total_has_levels_and_ranges_instead_of_points(tmp_path: Path) -> None:
    files = {"ratings/t.toml": LEVELS}
    kit = project(tmp_path, 'criteria = "iso9004-2018"\n', files, ("iso9004", "maturity", "word"))
    kit.run("assess").assert_success()
    out = kit.run("export", "--to", "word", language="zh").assert_success().out
    document = docx.Document(out.strip())
    sheets = [table for table in document.tables if table.rows[0].cells[0].text == "条款" and len(table.columns) == 6]
    (sheet,) = sheets
    rows = {row.cells[0].text.split()[0]: [cell.text for cell in row.cells] for row in sheet.rows}
    assert rows["条款"] == ["条款", "等级", "范围", "状态", "优势", "改进机会"]
    assert rows["7.1"][1:4] == ["等级 4", "", "已评分"]
    assert rows["7.3"][1:4] == ["–", "等级 1 – 等级 5", "部分未评分"]
    texts = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "结果 等级 4 · 联动 · 已评分" in texts
    assert not {word for word in ("分数段", "得分", "分值") if word in texts}


def test_a_question_is_still_there_after_the_visit_that_moved_the_item(kit: ProjectKit) -> None:
    visit = """\
assessor = "评审组"
stage = "site_visit"
[[ratings]]
item = "4.1.2"
percent = 50
[[ratings.questions]]
text = { zh = "请出示记录", en = "Show the records" }
answer = { zh = "记录齐全", en = "They are complete" }
"""
    kit.write({"ratings/visit.toml": visit})
    kit.run("assess").assert_success()
    shown = paragraphs(exported(kit))
    assert [sum(wanted in text for text in shown) for wanted in ("记录齐全", "质量部")] == [1, 1]
    assert "待核实" not in shown


def test_an_interval_is_said_only_where_it_has_a_width(tmp_path: Path) -> None:
    def rated(name: str, apart: int) -> str:
        rows = (("4.1.2", 50 + apart), ("4.1.3", 40))
        percents = "".join(f'[[ratings]]\nitem = "{item}"\npercent = {percent}\n' for item, percent in rows)
        return f'assessor = "{name}"\nstage = "independent"\n{percents}'

    team = SHEET.replace("HOSTILE", "x") + '[[ratings]]\nitem = "4.1.3"\npercent = 40\n'
    files = {"ratings/t.toml": team, **{f"ratings/{one}.toml": rated(one, 5 * n) for n, one in enumerate("abc")}}
    kit = project(tmp_path, "", files, ("gbt19580", "holistic", "word"))
    kit.run("assess").assert_success()
    lines = [text for text in paragraphs(exported(kit)) if text.startswith("得分")]
    (apart,) = (text for text in lines if " / 50 " in text and "27.5" in text)
    (alike,) = (text for text in lines if text.startswith("得分 12 / 30"))
    assert re.search(r"区间 [\d.]+–[\d.]+", apart)
    assert "区间" not in alike


def test_texts_of_the_last_cycle_are_marked_until_somebody_has_looked(tmp_path: Path) -> None:
    sheet = SHEET.replace("HOSTILE", "x")
    kit = project(tmp_path, "", {"ratings/t.toml": sheet}, ("gbt19580", "holistic", "word"))
    kit.run("assess").assert_success()
    mark = "以下文字沿用上一轮，尚未复核。"
    assert mark not in paragraphs(exported(kit))
    kit.write({"ratings/t.toml": sheet.replace('item = "4.1.2"\n', 'item = "4.1.2"\ncarried_texts = true\n', 1)})
    kit.run("assess").assert_success()
    assert paragraphs(exported(kit)).count(mark) == 1
