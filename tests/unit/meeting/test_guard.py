"""Who is let in, and what every answer carries."""

from __future__ import annotations

from typing import Any

import pytest

from zhuoyue.meeting.guard import READER, WRITER, Tokens


def test_a_wrong_token_leads_nowhere(hall: Any) -> None:
    for path in ("/", "/en/", f"/{hall.tokens.writer[:-1]}/en/", f"/{hall.tokens.writer}x/en/", "/é/en/", "//en/"):
        answer = hall.writer.ask("GET", path, b"", {})
        assert answer.status == 404
        assert "4.1.2" not in answer.text
        assert hall.tokens.writer not in answer.text


def test_tokens_are_long_different_and_new_each_time() -> None:
    some = {token for _ in range(50) for one in [Tokens()] for token in (one.writer, one.reader)}
    assert len(some) == 100
    assert min(map(len, some)) >= 32
    tokens = Tokens()
    assert tokens.role(tokens.writer) == WRITER
    assert tokens.role(tokens.reader) == READER
    assert tokens.role("") is None
    assert tokens.writer not in repr(tokens)


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8123", "127.0.0.1", "127.0.0.1:80", "", "[::1]:8123"])
def test_another_host_is_turned_away(hall: Any, host: str) -> None:
    hall.writer.host = host  # a name that leads to this machine: DNS rebinding
    answer = hall.writer.get("en/")
    assert answer.status == 421
    assert "4.1.2" not in answer.text


def test_localhost_is_this_machine(hall: Any) -> None:
    hall.writer.host = "localhost:8123"
    assert hall.writer.get("en/").status == 200


@pytest.mark.parametrize(
    "origin", ["", "null", "http://evil.example", "http://127.0.0.1:9999", "https://127.0.0.1:8123"]
)
def test_a_form_from_elsewhere_is_refused(hall: Any, origin: str) -> None:
    base = hall.writer.get("en/items/4.1.2").field("base")
    fields = {"base": base, "percent": "40", "method": "discussed", "stage": "consensus", "by": "Lin"}
    assert hall.writer.post("en/items/4.1.2", fields, origin=origin).status == 403
    assert not (hall.root / "ratings/ledger.jsonl").exists()


def test_a_reader_sees_everything_and_writes_nothing(hall: Any) -> None:
    page = hall.reader.get("en/items/4.1.2")
    assert page.status == 200
    assert "<form" not in page.text
    assert hall.tokens.writer not in page.text
    base = hall.writer.get("en/items/4.1.2").field("base")
    fields = {"base": base, "percent": "40", "method": "discussed", "stage": "consensus", "by": "Lin"}
    assert hall.reader.post("en/items/4.1.2", fields).status == 403
    assert not (hall.root / "ratings/ledger.jsonl").exists()


@pytest.mark.parametrize("path", ["", "en/", "en/items/4.1.2", "pulse", "assets/meeting.css", "nothing", "xx/"])
def test_every_answer_is_locked_up(hall: Any, path: str) -> None:
    for answer in (hall.writer.get(path), hall.writer.ask("GET", f"/wrong/{path}", b"", {})):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert answer.headers["cache-control"] == "no-store"
        # `no-referrer` would make browsers send our own forms with `Origin: null`
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "server" not in answer.headers


def test_pages_hold_nothing_that_the_policy_forbids(hall: Any) -> None:
    for path in ("en/", "zh/", "en/items/4.1.2", "zh/items/4.7.4"):
        text = hall.writer.get(path).text
        assert " style=" not in text
        assert "<style" not in text
        assert "onclick" not in text
        assert text.count("<script") == text.count("<script src=") == 1
        assert "//" not in text.replace("http://www.w3.org/2000/svg", "").replace("<!--", "")


@pytest.mark.parametrize(
    "path", ["xx/", "en", "en/items/9.9", "en/items/", "assets/layout.html.j2", "assets/../item.html.j2", "assets/"]
)
def test_there_is_nothing_else(hall: Any, path: str) -> None:
    assert hall.writer.get(path).status == 404
    assert hall.failures == []


def test_a_fault_of_ours_is_told_and_the_meeting_goes_on(hall: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhuoyue.meeting.app.agenda", lambda *_: 1 / 0)
    answer = hall.writer.get("en/")
    assert answer.status == 500
    assert "ZeroDivisionError" not in answer.text
    assert [type(one) for one in hall.failures] == [ZeroDivisionError]
    monkeypatch.undo()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"percent=40&percent=45", "text/plain"),
        (b'{"percent": 40}', "application/json"),
        (b"a=" + b"x" * 300_000, "application/x-www-form-urlencoded"),
        (b"&".join(b"a%d=1" % n for n in range(600)), "application/x-www-form-urlencoded"),
        (b"percent=\xff\xfe", "application/x-www-form-urlencoded"),
    ],
)
def test_what_is_no_form_of_ours(hall: Any, body: bytes, kind: str) -> None:
    headers = {"origin": "http://127.0.0.1:8123", "content-type": kind}
    answer = hall.writer.ask("POST", f"/{hall.tokens.writer}/en/items/4.1.2", body, headers)
    assert answer.status == 400
    assert hall.failures == []


def test_dark_colours_follow_the_system(hall: Any) -> None:
    css = hall.writer.get("assets/meeting.css").text
    assert "slate" not in css
    assert "prefers-color-scheme: dark" in css
    assert "url(" not in css
