"""What the pages show."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from zhuoyue.meeting.presence import Presence


def test_an_item_shows_everyone_with_percent_and_reason(hall: Any) -> None:
    page = hall.reader.get("en/items/4.1.2")
    for who, percent, why in [("an", "30 %", "<script>alert(1)</script>"), ("cy", "75 %", "Complete methods")]:
        assert f"{who} {percent}" in page.words
        assert why in page.words
    assert "<script>alert" not in page.text
    assert "Leaders walk the plant." in page.words
    assert "median 35 %" in page.words
    assert "方法完整" in hall.reader.get("zh/items/4.1.2").words


def test_bands_from_the_lowest_percent_to_the_highest_are_described(hall: Any) -> None:
    text = hall.reader.get("en/items/4.1.2").text  # 30 % is in band 3, 75 % in band 5
    heads = text.split('id="bands"')[1].split("</thead>")[0]
    assert [f'<th scope="col">{number} ' in heads for number in range(1, 7)] == [False, False, True, True, True, False]


def test_without_an_assessment_the_page_says_what_to_do(hall: Any) -> None:
    page = hall.writer.get("en/items/4.1.2")
    assert page.status == 200
    assert "run `zhuoyue assess` first" in page.words
    assert "请先运行 `zhuoyue assess`" in hall.writer.get("zh/items/4.1.2").words


def test_everything_is_said_to_be_internal(hall: Any) -> None:
    for path in ("en/", "en/items/4.1.2"):
        assert "Internal: names and ratings of assessors." in hall.reader.get(path).words


def test_the_home_address_leads_to_the_default_language(hall: Any) -> None:
    assert hall.reader.get().headers["location"] == f"/{hall.tokens.reader}/en/"
    assert 'lang="zh-Hans"' in hall.reader.get("zh/").text


def test_sheets_are_read_again_when_they_change(hall: Any) -> None:
    before = hall.reader.get("pulse").text
    path = hall.root / "ratings/an.toml"
    path.write_text(path.read_text("utf-8").replace("percent = 30", "percent = 25"), "utf-8")
    assert hall.reader.get("pulse").text != before
    assert "an 25 %" in hall.reader.get("en/items/4.1.2").words


def test_a_sheet_broken_by_hand_does_not_end_the_meeting(hall: Any) -> None:
    path = hall.root / "ratings/an.toml"
    good = path.read_text("utf-8")
    path.write_text(good.replace("percent = 30", "percent = 33"), "utf-8")
    page = hall.reader.get("en/items/4.1.2")
    assert "what you see is from before" in page.words
    assert "ratings/an.toml:5: ratings[0].percent" in page.words
    assert "an 30 %" in page.words
    path.write_text(good, "utf-8")
    assert "from before" not in hall.reader.get("en/items/4.1.2").words


def test_an_assessor_who_has_not_rated_is_shown_as_such(kit: Path, reopen: Any) -> None:
    config = kit / "zhuoyue.toml"
    team = '[[ratings.assessors]]\nname = "an"\ntitle = "Dr An"\n[[ratings.assessors]]\nname = "di"\nitems = ["4.1"]\n'
    config.write_text(config.read_text("utf-8") + team, "utf-8")
    hall = reopen()
    assert "di – not rated" in hall.reader.get("en/items/4.1.2").words
    assert "Dr An" in hall.reader.get("en/items/4.1.2").words
    assert "di –" not in hall.reader.get("en/items/4.3.3").words


def test_windows_that_write_are_counted(hall: Any) -> None:
    for window in ("one", "two", "one"):
        hall.writer.get(f"pulse?window={window}")
    hall.reader.get("pulse?window=three")
    assert '"writers":2' in hall.reader.get("pulse").text
    hall.writer.ask("POST", f"/{hall.tokens.writer}/leave", b"one", {"origin": "http://127.0.0.1:8123"})
    assert '"writers":1' in hall.reader.get("pulse").text


def test_a_window_that_says_nothing_is_gone() -> None:
    now = [time.monotonic()]
    presence = Presence(lambda: now[0])
    presence.seen("a")
    now[0] += 14
    presence.seen("b")
    assert presence.writers == 2
    now[0] += 2
    assert presence.writers == 1


def test_readers_are_told_where_the_writer_is(hall: Any) -> None:
    hall.writer.get("en/items/4.7.4")
    hall.reader.get("en/items/4.1.2")
    assert '"at":"4.7.4"' in hall.reader.get("pulse").text
    hall.writer.get("en/")
    assert '"at":""' in hall.reader.get("pulse").text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_other_language_is_a_link_away(hall: Any, language: str) -> None:
    other = "en" if language == "zh" else "zh"
    text = hall.reader.get(f"{language}/items/4.1.2").text
    assert f'href="/{hall.tokens.reader}/{other}/items/4.1.2"' in text
