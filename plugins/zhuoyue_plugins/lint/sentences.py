"""Sentences of a text in Chinese or English, and when two of them are the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[^\W_\u3400-\u9fff]+(?:[.'’-][^\W_\u3400-\u9fff]+)*")
_REFERENCE = re.compile(r"\[\[\s*[^\]|]*(?:\|([^\]]*))?\]\]")
_CITED = re.compile(r"[（(][^（()）]*\[\[[^\]]*\]\][^（()）]*[)）]")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_FENCE = re.compile(r"^(```|~~~).*?^\1[^\n]*$", re.MULTILINE | re.DOTALL)
_START = re.compile(r"^\s*(?:[-*+]|\d+[.)、])\s+|^\s*>\s?")
_END = re.compile(r"(?<=[。！？!?])|(?<=\.)\s+")


def length(text: str) -> int:
    """Return Han characters plus two for each word of another script."""
    return len(_HAN.findall(text)) + 2 * len(_WORD.findall(text))


def same(text: str) -> str:
    """Return what two equal sentences share, whatever their case, width, spaces and punctuation."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())


def prose(markdown: str) -> str:
    """Return Markdown without code, links, references, and brackets that hold one."""
    text = _CITED.sub("", _FENCE.sub("", markdown))
    text = _REFERENCE.sub(lambda match: match[1] or "", text)
    return re.sub(r"[*`]|(?<!\w)_|_(?!\w)", "", _LINK.sub(r"\1", text))


def sentences(markdown: str) -> Iterator[str]:
    """Yield the sentences of a text; headings and rows of tables are none."""
    for paragraph in _paragraphs(prose(markdown)):
        for sentence in _END.split(paragraph):
            if sentence.strip():
                yield sentence.strip()


def _paragraphs(text: str) -> Iterator[str]:
    """Yield paragraphs and list entries, each as one line."""
    lines: list[str] = []
    for line in [*text.splitlines(), ""]:
        head = line.lstrip().startswith(("#", "|"))
        if lines and (head or not line.strip() or _START.match(line)):
            yield " ".join(lines)
            lines = []
        if line.strip() and not head:
            lines.append(_START.sub("", line).strip())
