"""A Markdown text: its encoding, front matter, length and references."""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TELLING = 32
"""Fewer bytes are too few to tell encodings apart; they are taken for GB18030."""
_FRONT = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"^(```|~~~).*?^\1[^\n]*$|`[^`\n]*`", re.DOTALL | re.MULTILINE)
# In a table of Markdown the bar is written with a backslash.
_REFERENCE = re.compile(r"\[\[([^\[\]|\\\n]+)(?:\\?\|([^\[\]\n]*))?\]\]")
_UNSEEN = re.compile(r"(?<=\])\([^()\s]*\)|<[^<>\n]*>|https?://[^\s<>)]+")
_HAN = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_WORD = re.compile(r"[^\W_]+(?:['’.,\-][^\W_]+)*")


def decode(raw: bytes) -> str | None:
    """Return the text of `raw` with `\\n` line ends; None if it is no text.

    By its byte order mark, else UTF-16 if it holds zero bytes, else UTF-8, else what Chinese offices save.
    """
    text = _by_rule(raw)
    if text is None and b"\0" not in raw:
        text = _legacy(raw)
    if text is None or "\0" in text:
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _by_rule(raw: bytes) -> str | None:
    marked = [encoding for mark, encoding in _MARKS if raw.startswith(mark)]
    # No text has a zero character; in UTF-16 every second byte of ASCII, so of each line end, is zero.
    blind = ["utf-16-le", "utf-16-be"] if raw[1::2].count(0) > raw[::2].count(0) else ["utf-16-be", "utf-16-le"]
    for encoding in marked or (blind if b"\0" in raw else ["utf-8"]):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _legacy(raw: bytes) -> str | None:
    """Tell GB18030 from Big5 and Western text, which GB18030 would turn into other characters without complaint."""
    if len(raw) >= _TELLING:
        from charset_normalizer import from_bytes

        best = from_bytes(raw, cp_isolation=["gb18030", "big5", "cp1252"]).best()
        if best is not None:
            return str(best)
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError:
        return None


def split(text: str) -> tuple[str | None, str]:
    """Return the front matter, None if there is none, and the Markdown after it."""
    match = _FRONT.match(text)
    return (match[1], text[match.end() :].lstrip("\n")) if match else (None, text)


def references(markdown: str) -> tuple[str, ...]:
    """Return the ids in `[[id]]` and `[[id|label]]`, in order and once each; code is not looked at."""
    found = _REFERENCE.findall(_CODE.sub("", markdown))
    return tuple(dict.fromkeys(name.strip() for name, _ in found if name.strip()))


def count(markdown: str) -> int:
    """Count Han characters plus words of other scripts that a reader sees.

    Ids in double brackets, addresses of links, HTML tags and comments are not counted; a label is.
    """
    labelled = _REFERENCE.sub(lambda match: f" {match[2] or ''} ", _without_comments(markdown))
    seen = _UNSEEN.sub(" ", labelled)
    han = len(_HAN.findall(seen))
    return han + len(_WORD.findall(_HAN.sub(" ", seen)))


def _without_comments(markdown: str) -> str:
    """Drop HTML comments. Searching by hand stays linear where an expression would not."""
    kept, position = [], 0
    while (start := markdown.find("<!--", position)) >= 0:
        end = markdown.find("-->", start + 4)
        if end < 0:
            break
        kept.append(markdown[position:start])
        position = end + 3
    return " ".join([*kept, markdown[position:]])
