"""The criteria: two goals, twelve practices, nothing verified, somebody's marks."""

from __future__ import annotations

from zhuoyue_plugins.cmmi_generic.practices import codes, criteria, practices, read_code


def test_two_goals_with_ten_and_two_practices():
    model = criteria()
    assert (model.id, model.scheme, model.roll_up, model.total) == ("cmmi-generic-1.3", "characterise", "lowest", None)
    assert [(one.code, len(one.items)) for one in model.categories] == [("GG2", 10), ("GG3", 2)]
    assert [one.code for one in model.items] == [*(f"GP2.{n}" for n in range(1, 11)), "GP3.1", "GP3.2"]
    assert not any(item.verified for item in model.items)
    assert model.trademark
    assert "CMMI" in model.trademark.en
    assert "商标" in model.trademark.zh


def test_every_practice_says_what_it_asks_in_both_languages():
    for item in criteria().items:
        assert item.text
        assert all([item.title.zh, item.title.en, item.text.zh, item.text.en])
        assert 2 <= len(item.topics) <= 5
        assert all(topic.text and topic.text.zh and topic.text.en for topic in item.topics)


def test_practices_as_people_write_them():
    for one in practices():
        number = one.code.removeprefix("GP")
        for word in (one.code, f"GP {number}", f"gp{number}", number, f"GP {number} {one.name.zh}", one.name.en):
            assert read_code(word) == one.code, word
    assert [read_code(word) for word in ("GG 2", "gg3", "GP 1.1", "通用实践 2.4")] == ["GG2", "GG3", "GP1.1", "GP2.4"]
    assert [read_code(word) for word in ("GP 2.11", "GP 4.1", "2", "GG1", "plan", "")] == [None] * 6
    assert len(codes()) == 15
