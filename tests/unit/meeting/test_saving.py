"""What the team accepts: on disk at once, refused with a reason, never lost."""

from __future__ import annotations

import json
import threading
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from zhuoyue import ledger
from zhuoyue.cli.main import main
from zhuoyue.meeting.form import Entered, decision
from zhuoyue.model.rating import Method, Stage
from zhuoyue.model.text import Text

LIN = {"method": "discussed", "stage": "consensus", "by": "Lin"}


def team(root: Path, name: str = "consensus") -> dict[str, Any]:
    """Rows of the team's sheet by item."""
    rows = tomllib.loads((root / f"ratings/{name}.toml").read_text("utf-8"))["ratings"]
    return {row["item"].rpartition(":")[2]: row for row in rows}


def test_a_value_is_on_disk_before_the_next_item_is_shown(hall: Any) -> None:
    answer = hall.save("4.7.4", "40", reason="Growth, but margins fall.", **{"dissent:an": "Too strict."})
    assert answer.status == 303
    assert answer.headers["location"].startswith(f"/{hall.tokens.writer}/en/items/")
    assert answer.headers["location"].endswith("?saved=4.7.4")
    (entry,) = ledger.read(hall.root)
    assert (entry.kind, entry.by) == ("consensus", "Lin")
    assert (entry.data["item"], entry.data["percent"]) == ("gbt19580-2012:4.7.4", "40")
    row = team(hall.root)["4.7.4"]
    assert (row["percent"], row["recorded_by"], row["method"]) == (40, "Lin", "discussed")
    assert "margins fall" in str(row["reason"])
    assert row["dissent"][0]["assessor"] == "an"
    page = hall.reader.get("en/items/4.7.4").words
    for words in ("40 %", "Growth, but margins fall.", "Dissent Too strict. an", "recorded by Lin"):
        assert words in page


def test_the_last_item_leads_back_to_the_agenda(hall: Any) -> None:
    for item in hall.room.project.criteria.items:
        answer = hall.save(item.code, "40")
    assert answer.headers["location"] == f"/{hall.tokens.writer}/en/?saved=4.7.7"
    page = hall.writer.get("en/?saved=4.7.7").words
    assert "23 of 23 agreed, 0 to discuss" in page
    assert "All items are agreed." in page
    assert "✓ Saved: 4.7.7" in page


@pytest.mark.parametrize(
    "typed", ["47", "105", "-5", "nan", "1e999", "1e999999999", "4_5", "9" * 5000, "many", "", "0x10"]
)
def test_a_percent_that_is_not_allowed_keeps_what_was_typed(hall: Any, typed: str) -> None:
    answer = hall.save("4.1.2", typed, reason="Both plants.", **{"dissent:bo": "No."})
    assert answer.status == 422
    assert "Not saved:" in answer.words
    assert ">\nBoth plants.</textarea>" in answer.text
    assert answer.field("dissent:bo") == "No."
    assert not (hall.root / "ratings/ledger.jsonl").exists()
    assert hall.failures == []


def test_the_message_names_the_nearest_percents(hall: Any) -> None:
    assert "nearest: 45 or 50" in hall.save("4.1.2", "47").words
    base = hall.writer.get("zh/items/4.1.2").field("base")
    assert "最接近的是 45 或 50" in hall.writer.post("zh/items/4.1.2", LIN | {"base": base, "percent": "47"}).words


def test_every_message_belongs_to_its_field(hall: Any) -> None:
    text = hall.save("4.1.2", "na", by=" ").text
    for name in ("reason", "by"):
        assert f'href="#field-{name}"' in text
        assert f'id="fault-{name}"' in text
        assert f'aria-describedby="fault-{name}"' in text


def test_not_applicable_needs_a_reason(hall: Any) -> None:
    assert hall.save("4.1.4", "na").status == 422
    assert hall.save("4.1.4", "na", reason="The group does it.").status == 303
    assert team(hall.root)["4.1.4"]["not_applicable"] is True
    assert "not applicable" in hall.reader.get("en/items/4.1.4").words


def test_a_reason_that_was_cleared_is_gone(hall: Any) -> None:
    """In whichever language it was: nobody stands for words that were taken back."""
    hall.save("4.1.4", "40", reason="Good.", **{"dissent:an": "No."})
    assert hall.save("4.1.4", "na", reason="").status == 422
    assert hall.save("4.1.4", "45", reason="", **{"dissent:an": ""}).status == 303
    row = team(hall.root)["4.1.4"]
    assert row["percent"] == 45
    assert "reason" not in row
    assert "dissent" not in row


def test_only_assessors_dissent(hall: Any) -> None:
    answer = hall.save("4.7.4", "40", reason="Good.", **{"dissent:ann": "No.", "dissent:bo": "Too low."})
    assert answer.status == 422
    assert "no assessor 'ann' – did you mean 'an'?" in answer.words
    assert not (hall.root / "ratings/consensus.toml").exists()
    assert hall.save("4.7.4", "40", reason="Good.", **{"dissent:bo": "Too low."}).status == 303


def test_the_median_fills_in_its_percent(hall: Any) -> None:
    assert hall.save("4.7.4", "", method="median").status == 303  # of 30, 40, 60
    assert team(hall.root)["4.7.4"]["percent"] == 40
    assert hall.save("4.1.2", "", method="mean").status == 303  # of 30, 35, 75: 46.67, on the grid of 5
    assert team(hall.root)["4.1.2"]["percent"] == 45
    wrong = hall.save("4.7.4", "55", method="median")
    assert wrong.status == 422
    assert "the median is 40 %" in wrong.words


@pytest.mark.parametrize("field", ["method", "stage"])
def test_a_choice_that_does_not_exist(hall: Any, field: str) -> None:
    answer = hall.save("4.1.2", "40", **{field: "medain"})
    assert answer.status == 422
    assert "medain" in answer.words


def test_the_site_visit_moves_a_value_and_says_by_what(hall: Any) -> None:
    assert hall.save("4.1.2", "35").status == 303
    answer = hall.save("4.1.2", "45", stage="site_visit", reason="Seen in both plants.")
    assert answer.status == 422
    assert 'href="#field-moved_by"' in answer.text
    assert hall.save("4.1.2", "45", stage="site_visit", reason="Seen.", moved_by="walks").status == 303
    assert team(hall.root)["4.1.2"]["percent"] == 35  # the consensus stays
    assert team(hall.root, "site-visit")["4.1.2"]["moved_by"] == "walks"
    page = hall.reader.get("en/items/4.1.2").words
    assert "45 % site visit" in page
    assert "moved by walks" in page


def test_a_stale_form_is_refused_with_both_values(hall: Any) -> None:
    base = hall.writer.get("en/items/4.1.2").field("base")
    assert hall.save("4.1.2", "50", reason="First.").status == 303
    late = LIN | {"base": base, "percent": "40", "reason": "Second."}
    answer = hall.writer.post("en/items/4.1.2", late)
    assert answer.status == 409
    assert "On record now 50 %" in answer.words
    assert "You entered 40 % Second." in answer.words
    assert len(ledger.read(hall.root)) == 1
    again = hall.writer.post("en/items/4.1.2", late | {"base": answer.field("base")})
    assert again.status == 303
    assert [entry.data["percent"] for entry in ledger.read(hall.root)] == ["50", "40"]


def test_a_sheet_changed_by_hand_makes_a_form_stale_too(hall: Any) -> None:
    hall.save("4.1.2", "50")
    base = hall.writer.get("en/items/4.1.2").field("base")
    path = hall.root / "ratings/consensus.toml"
    path.write_text(path.read_text("utf-8").replace("percent = 50", "percent = 65"), "utf-8")
    answer = hall.writer.post("en/items/4.1.2", LIN | {"base": base, "percent": "40"})
    assert answer.status == 409
    assert "On record now 65 %" in answer.words


def test_another_item_does_not_make_a_form_stale(hall: Any) -> None:
    base = hall.writer.get("en/items/4.1.2").field("base")
    hall.save("4.7.4", "40")
    assert hall.writer.post("en/items/4.1.2", LIN | {"base": base, "percent": "40"}).status == 303


def test_of_forms_sent_at_once_one_is_accepted(hall: Any) -> None:
    base = hall.writer.get("en/items/4.1.2").field("base")
    got: list[int] = []

    def send(percent: int) -> None:
        got.append(hall.writer.post("en/items/4.1.2", LIN | {"base": base, "percent": str(percent)}).status)

    threads = [threading.Thread(target=send, args=(percent,)) for percent in range(10, 50, 10)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(got) == [303, 409, 409, 409]
    assert len(ledger.read(hall.root)) == 1


def test_a_crash_between_ledger_and_sheet_is_mended_at_the_next_start(hall: Any, reopen: Any) -> None:
    hall.save("4.1.2", "50")
    hall.save("4.7.4", "40")
    path = hall.root / "ratings/consensus.toml"
    whole = path.read_text("utf-8")
    path.write_text(whole[: whole.index("[[ratings]]", whole.index("4.1.2"))], "utf-8")  # the second never came
    again = reopen()
    assert again.room.mended == ("gbt19580-2012:4.7.4",)
    assert "brought up to the ledger: gbt19580-2012:4.7.4" in again.writer.get("en/").words
    assert team(hall.root)["4.7.4"]["percent"] == 40
    assert "✓ 40 %" in again.reader.get("en/").words


def test_a_text_left_as_it_was_keeps_its_other_language(hall: Any) -> None:
    project = hall.room.project
    item = project.criteria.resolve("4.1.2")
    before = hall.room.snapshot().ratings.of(item)[2]  # cy, whose reason is in both languages
    made = decision(
        Entered(percent="45", reason="Complete methods", by="Lin"),
        item,
        project.scheme_of(item),
        before=before,
        proposals={},
        known=None,
    )
    assert made.reason == Text(zh="方法完整", en="Complete methods")
    assert (made.percent, made.method, made.stage) == (Decimal(45), Method.DISCUSSED, Stage.CONSENSUS)


def test_a_damaged_ledger_opens_no_meeting(hall: Any, capsys: pytest.CaptureFixture[str]) -> None:
    hall.save("4.1.2", "50")
    path = hall.root / ledger.LEDGER
    path.write_text(path.read_text("utf-8").replace('"percent":"50"', '"percent":"95"'), "utf-8")
    assert main(["meeting", "--project", str(hall.root), "--lang", "en"]) == 2
    assert "ratings/ledger.jsonl:1" in capsys.readouterr().err


def test_a_ledger_damaged_meanwhile_accepts_nothing(hall: Any) -> None:
    hall.save("4.1.2", "50")
    path = hall.root / ledger.LEDGER
    damaged = path.read_text("utf-8").replace('"percent":"50"', '"percent":"95"')
    path.write_text(damaged, "utf-8")
    answer = hall.save("4.7.4", "40", reason="Kept.")
    assert answer.status == 422
    assert "ratings/ledger.jsonl:1" in answer.words
    assert ">\nKept.</textarea>" in answer.text
    assert path.read_text("utf-8") == damaged
    assert json.loads(damaged)["number"] == 1


def test_a_full_disk_loses_nothing_typed(hall: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("zhuoyue.meeting.room.team.accept", full)
    answer = hall.save("4.7.4", "40", reason="Kept.")
    assert answer.status == 503
    assert "No space left on device" in answer.words
    assert ">\nKept.</textarea>" in answer.text
    assert hall.failures == []
