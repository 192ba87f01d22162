"""The order of discussion, and how far the team has come."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

from zhuoyue.meeting.agenda import agenda


def codes(text: str) -> list[str]:
    """Codes of the items in the order of the page's rows."""
    return re.findall(r'<th scope="row"><a href="[^"]*/items/([\d.]+)"', text)


def test_what_must_be_discussed_comes_first_by_points_at_stake(hall: Any) -> None:
    # 4.1.2 (50 points): 30…75 %, 45 apart. 4.7.4 (80): 30…60 %, 30 apart. 4.1.4 (30): one holds it not applicable.
    # At stake: 50 × 45 % = 22.5 and 80 × 30 % = 24; of 4.1.4 anything, its full points or what the statistics say.
    points = agenda(hall.room.project, hall.room.snapshot())
    stakes = {one.item.code: one.spread.stake for one in points.must if one.spread}
    assert stakes["4.1.2"] == Decimal("22.5")
    assert stakes["4.7.4"] == Decimal(24)
    order = [one.item.code for one in points.must]
    assert sorted(order) == ["4.1.2", "4.1.4", "4.7.4"]
    assert order.index("4.7.4") < order.index("4.1.2")
    rest = [one.item.code for one in points.rest]
    assert rest == [item.code for item in hall.room.project.criteria.items if item.code not in order]
    assert codes(hall.writer.get("en/").text) == order + rest


def test_progress_counts_what_is_agreed_and_what_is_open(hall: Any) -> None:
    assert "0 of 23 agreed, 3 to discuss" in hall.reader.get("en/").words
    hall.save("4.3.3", "50")
    assert "1 of 23 agreed, 3 to discuss" in hall.reader.get("en/").words
    hall.save("4.1.2", "35")
    page = hall.reader.get("en/")
    assert "2 of 23 agreed, 2 to discuss" in page.words
    assert "4.1.2" in codes(page.text)[:3]  # it keeps its place
    assert "✓ 35 %" in page.words


def test_the_next_item_is_the_next_one_not_agreed_and_then_the_first(hall: Any) -> None:
    points = agenda(hall.room.project, hall.room.snapshot())
    order = [one.item for one in points.points]
    assert points.next(order[0]) == order[1]
    assert points.next(order[-1]) == order[0]


def test_one_assessor_alone_has_a_spread_of_nothing(kit: Path, reopen: Any) -> None:
    for name in ("bo", "cy"):
        (kit / f"ratings/{name}.toml").unlink()
    hall = reopen()
    (point,) = (one for one in agenda(hall.room.project, hall.room.snapshot()).points if one.item.code == "4.3.3")
    assert point.spread is not None
    assert (point.spread.low, point.spread.high, point.spread.stake, point.why) == (50, 50, 0, ())
    assert hall.reader.get("en/items/4.3.3").status == 200


def test_a_meeting_before_anybody_has_rated(kit: Path, reopen: Any) -> None:
    for path in kit.glob("ratings/*.toml"):
        path.unlink()
    hall = reopen()
    assert "0 of 23 agreed, 0 to discuss" in hall.writer.get("en/").words
    page = hall.writer.get("en/items/4.1.2")
    assert "nobody has rated it" in page.words
    assert hall.save("4.1.2", "40").status == 303


def test_points_in_dispute_are_exact(kit: Path, reopen: Any) -> None:
    """4.4.3 has 15 points: 15 × 5 % = 0.75, as `zhuoyue consensus` and the page of agreement have it."""
    for name, percent in (("an", 50), ("bo", 55)):
        path = kit / f"ratings/{name}.toml"
        path.write_text(path.read_text("utf-8") + f'[[ratings]]\nitem = "4.4.3"\npercent = {percent}\n', "utf-8")
    words = reopen().reader.get("zh/").words
    assert "争议分值" in words
    assert re.search(r"(?<![\d.])0\.75(?![\d])", words)
    assert re.search(r"(?<![\d.])24(?![\d.])", words)  # 80 × 30 %, without trailing zeros
