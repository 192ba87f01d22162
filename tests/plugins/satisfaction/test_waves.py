"""The register of waves: what is counted, what is left out, and segments that are called otherwise."""

from __future__ import annotations

from .conftest import Project
from .test_settings import ONE, answers


def test_waves_without_returned_count_the_answers(project: Project) -> None:
    project.write("survey.csv", [{"g": "A" if n % 3 else "B", **row} for n, row in enumerate(answers())])
    project.write("waves.csv", "when,g,asked\n2025年,A,100\n2025年,B,80\n2025年,C,9\nnever,A,5\n2025年,A,x\n")
    waves = {
        "path": "waves.csv",
        "fields": {"period": "when", "segment": "g", "sent": "asked"},
        "on_bad_value": "report",
    }
    survey = project.read(constructs=ONE, fields={"segment": "g"}, waves=waves)
    rows = {row["group"]: row for row in survey.rows("response")}
    assert [(rows[name]["sent"], rows[name]["returned"]) for name in "ABC"] == [(100, 40), (80, 20), (9, None)]
    assert rows["C"]["rate"] is None
    assert rows["all"]["returned"] == 60
    assert rows["B"]["warning"] == "below 30 %: those who did not answer may differ"
    never, unread = [one for one in survey.collected.problems if one.code == "satisfaction-bad-wave"]
    assert (never.where, unread.where) == ("waves.csv:row 5", "waves.csv:row 6")
    assert "the period cannot be read: row 5" in never.text.en
    assert "no answer names 'C' of the register" in survey.problem("satisfaction-wave-segment")
    assert "'x'" in survey.problem("tables-bad-value")


def test_rows_of_the_register_that_cannot_be(project: Project) -> None:
    """Left out as said: fewer than none answered, more than were asked, a sum of the others, a later year."""
    project.write("survey.csv", [{"g": "AB"[n % 2], **row} for n, row in enumerate(answers())])
    rows = ["2025,A,100,30", "2025,A,50,-5", "2025,B,80,20", "2025,B,100,120", "2025,合计,180,50", "2027,A,9,9"]
    project.write("waves.csv", "\n".join(["when,g,asked,back", *rows]))
    waves = {"path": "waves.csv", "fields": {"period": "when", "segment": "g", "sent": "asked", "returned": "back"}}
    survey = project.read(constructs=ONE, fields={"segment": "g"}, waves=waves)
    found = {row["group"]: (row["sent"], row["returned"]) for row in survey.rows("response")}
    assert found == {"all": (180, 50), "A": (100, 30), "B": (80, 20)}
    said = [one.text.en for one in survey.collected.problems if one.code == "satisfaction-bad-wave"]
    assert [text.rpartition(", ")[2] for text in said] == [
        "fewer than 0 answered: row 3",
        "more answered than were asked: row 5",
    ]
    assert "row 7" in survey.problem("satisfaction-later-wave")
    assert "left out: 合计" in survey.problem("satisfaction-wave-segment")


def test_a_register_that_names_segments_otherwise(project: Project) -> None:
    """Nothing is known of the segment; of all, the rate is that of all answers, not only of those named alike."""
    project.write("survey.csv", [{"g": "主机厂" if n % 2 else "经销商", **row} for n, row in enumerate(answers())])
    project.write("waves.csv", "when,g,asked\n2025,主机厂,50\n2025,经销商组,50\n")
    waves = {"path": "waves.csv", "fields": {"period": "when", "segment": "g", "sent": "asked"}}
    survey = project.read(constructs=ONE, fields={"segment": "g"}, waves=waves)
    rates = {row["group"]: row["rate"] for row in survey.rows("response")}
    assert rates == {"all": 60, "主机厂": 60, "经销商组": None}
    assert "non-response" not in {one.kind.partition(".")[2] for one in survey.collected.exhibits}
    assert "'经销商组' of the register – did you mean '经销商'?" in survey.problem("satisfaction-wave-segment")


def test_a_segment_called_all_is_no_whole(project: Project) -> None:
    project.write("survey.csv", [{"g": "all", **row} for row in answers()])
    project.write("waves.csv", "when,g,asked\n2025,all,100\n2025,B,50\n")
    waves = {"path": "waves.csv", "fields": {"period": "when", "segment": "g", "sent": "asked"}}
    measure = project.read(constructs=ONE, fields={"segment": "g"}, waves=waves).measure("response-rate")
    assert [point.value for point in measure.points] == [40]
    assert {segment.name.en for segment in measure.segments} == {"all", "B"}
