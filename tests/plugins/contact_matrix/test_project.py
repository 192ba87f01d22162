"""The plugin through the public door: config, command, assessment, page."""

from __future__ import annotations

from pathlib import Path

from zhuoyue.report.edition import Edition
from zhuoyue.testing import project
from zhuoyue_plugins.contact_matrix.page import PAGE, view

from .conftest import TABLE

PLUGINS = ("gbt19580", "holistic", "contact-matrix")
SOURCE = """
[[sources]]
name = "{name}"
collector = "contact-matrix"
path = "records/{name}.csv"
items = ["4.3.3"]
"""
HOSTILE = """\
<script>alert(1)</script>,"a|b`*_ {{ 7*7 }} {% raw %} # x","</td>"
<b>Prices</b>,24h,office
Invoices,none,office
"""
SECRET = "Information,Phone\nTakeovers,office\n"


def test_a_section_for_each_source_and_hostile_words(tmp_path: Path) -> None:
    config = "".join(SOURCE.format(name=name) for name in ("contact", "other", "secret"))
    config += 'visibility = "confidential"\n'
    files: dict[str, str | bytes] = {
        "records/contact.csv": TABLE,
        "records/other.csv": HOSTILE,
        "records/secret.csv": SECRET,
    }
    assessment = project(tmp_path, config, files, PLUGINS).run("assess").assert_success().assessment
    assert "Takeovers" not in assessment.model_dump_json()
    result = next(one for one in assessment.results if one.item.endswith(":4.3.3"))
    # a confidential matrix may fill the gaps of the others, so that none is claimed
    assert [one.kind for one in result.findings if one.source == "contact-matrix"] == []
    for language in ("zh", "en"):
        text = _page(assessment, language)
        assert "\n## contact { #contact }" in text
        assert "\n## other { #other }" in text
        assert "secret" not in text
        assert "<script>alert" not in text
        assert "<b>" not in text
        assert "{{" not in text.replace("{{ 7*7 }}", "")
        assert 'class="zy-why"' in text
    english = _page(assessment, "en")
    row = next(line for line in english.splitlines() if 'scope="row">Complaints<' in line)
    assert row.count("<td") == 3
    for words in ("24 hours", "office hours", "not given"):
        assert words in row
    assert view(assessment.model_copy(update={"exhibits": ()}), "en") is None


def test_findings_and_the_row_of_a_wrong_word(tmp_path: Path) -> None:
    source = SOURCE.format(name="contact")
    kit = project(tmp_path, source, {"records/contact.csv": TABLE.replace("24h", "alwys")}, PLUGINS)
    outcome = kit.run("assess").assert_success()
    assert "1 warning of the run" in outcome.err
    config = kit.write({"zhuoyue.toml": (tmp_path / "zhuoyue.toml").read_text("utf-8") + '\non_bad_value = "fail"\n'})
    outcome = config.run("assess")
    assert outcome.code == 2
    assert "records/contact.csv:row 4, column Phone: 'alwys' does not say when" in outcome.err
    assert "did you mean 'always'?" in outcome.err
    outcome = kit.write({"records/contact.csv": TABLE}).run("assess").assert_success()
    result = next(one for one in outcome.assessment.results if one.item.endswith(":4.3.3"))
    assert len([one for one in result.findings if one.source == "contact-matrix"]) == 3
    assert [one.source for one in result.suggestions] == ["contact-matrix"]
    assert set(result.exhibits) == {f"contact-{word}" for word in ("matrix", "items", "channels", "gaps")}


def _page(assessment: object, language: str) -> str:
    leaves = Edition(assessment, language, pages=(PAGE,)).leaves()  # type: ignore[arg-type]
    return next(leaf.text for leaf in leaves if leaf.path == "contact-matrix.md")
