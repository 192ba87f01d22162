"""How findings and questions stand in one cell: a line each, what belongs to it indented below; and back."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from zhuoyue.model.base import SLUG, Visibility
from zhuoyue.model.finding import Weight
from zhuoyue.model.text import Text
from zhuoyue.rating_sheet import FindingRow, QuestionRow

EXAMPLE, ARROW = "–", "→"
"""What an example and a relevance (or a question's answer) begin with."""
_BOLD = "**"
_SPECIAL = "\\*[]{}#–—→•·●-="
"""Characters that a backslash takes the meaning from; before any other it is a backslash."""
_BULLET = re.compile(r"(?:[-*•·●]|\d+[.)、．])\s+(?=\S)|[•·●](?=\S)")
_LEAD = re.compile(r"[–—→•·●*-]|=>|\d+[.)、．]")
_ID = re.compile(r"(?<!\\)\{#([^{}\\]*)\}\s*$")
_TIER = re.compile(r"(?<!\\)\{([a-z公开内部机密]+)\}\s*$")
_REFERENCE = r'(?:"(?:[^"\\]|\\.)*"|[A-Za-z0-9][A-Za-z0-9._-]*)'
_EVIDENCE = re.compile(rf"(?<!\\)\[\s*({_REFERENCE}(?:\s*[,，、;；]\s*{_REFERENCE})*)\s*\]\s*$")
_TIERS = {
    "public": Visibility.PUBLIC,
    "internal": Visibility.INTERNAL,
    "confidential": Visibility.CONFIDENTIAL,
    "公开": Visibility.PUBLIC,
    "内部": Visibility.INTERNAL,
    "机密": Visibility.CONFIDENTIAL,
}
MakeText = Callable[[str], Text]
"""Turns what stands in a cell into a text; knows the other language of what was not changed."""


class CellError(Exception):
    """What stands in a cell cannot be taken; in English and Chinese."""

    def __init__(self, en: str, zh: str) -> None:
        self.en = en
        self.zh = zh
        super().__init__(en, zh)


def seen(text: Text, language: str) -> str:
    """Return what a cell shows of a text: its words in a language, else in the other; never nothing."""
    other = "en" if language == "zh" else "zh"
    for one in (text.get(language), text.get(other)):
        words = re.sub(r"[\ud800-\udfff\ufffe\uffff]", "", one)  # neither a cell nor a file can hold these
        if words.strip():
            return words
    return "…"


def write_findings(rows: Iterable[FindingRow], language: str) -> str:
    """Return findings as the text of a cell."""
    return "\n".join(line for row in rows for line in _finding(row, language))


def write_questions(rows: Iterable[QuestionRow], language: str) -> str:
    """Return questions as the text of a cell; an answer stands below its question."""
    lines: list[str] = []
    for row in rows:
        lines += _lines(seen(row.text, language), "", "  ")
        if row.answer:
            lines += _lines(seen(row.answer, language), f"  {ARROW} ", "    ")
    return "\n".join(lines)


def read_findings(cell: str, make: MakeText) -> tuple[FindingRow, ...]:
    """Return the findings in a cell.

    Raises:
        CellError: an example or a relevance has no finding above it, or an id or tier is none.
    """
    return tuple(_finding_row(block, make) for block in _blocks(cell))


def read_questions(cell: str, make: MakeText) -> tuple[QuestionRow, ...]:
    """Return the questions in a cell; raises CellError as `read_findings` does."""
    rows = []
    for block in _blocks(cell):
        if block.examples:
            raise CellError(
                f"a question has no examples ({EXAMPLE} {block.examples[0]})",
                f"现场评审问题下不能有例证（{EXAMPLE} {block.examples[0]}）",
            )
        answer = make(_plain(block.arrow)) if block.arrow else None
        rows.append(QuestionRow(text=make(_plain(block.text)), answer=answer))
    return tuple(rows)


def _finding(row: FindingRow, language: str) -> Iterator[str]:
    marks = []
    if row.evidence:
        marks.append(f"[{', '.join(_reference(one) for one in row.evidence)}]")
    if row.id:
        marks.append(f"{{#{row.id}}}")
    if row.visibility is not Visibility.INTERNAL:
        marks.append(f"{{{row.visibility}}}")
    bold = row.weight is Weight.BOLD
    lines = _lines(seen(row.text, language), _BOLD if bold else "", "  ")
    lines[-1] += (_BOLD if bold else "") + "".join(f" {mark}" for mark in marks)
    yield from lines
    for example in row.examples:
        yield from _lines(seen(example, language), f"  {EXAMPLE} ", "    ")
    if row.relevance:
        yield from _lines(seen(row.relevance, language), f"  {ARROW} ", "    ")


def _reference(one: str) -> str:
    if re.fullmatch(SLUG, one):
        return one
    quoted = json.dumps(one, ensure_ascii=False)
    return re.sub(r"[\x7f-\x9f\ud800-\udfff\ufffe\uffff]", lambda match: f"\\u{ord(match[0]):04x}", quoted)


def _lines(text: str, first: str, further: str) -> list[str]:
    """Return a text as lines that read back as it, the first behind `first`, the others behind `further`."""
    kept = [line.strip() for line in text.split("\n") if line.strip()]
    return [
        (first if number == 0 else further) + _escaped(line, last=number == len(kept) - 1)
        for number, line in enumerate(kept)
    ]


def _escaped(line: str, *, last: bool) -> str:
    special = re.escape(_SPECIAL)
    line = re.sub(rf"\\(?=[{special}]|$)", r"\\\\", line)
    line = re.sub(r"^(\d+)\\(?=[.)、．])", r"\1\\\\", line)
    if _LEAD.match(line):
        line = re.sub(r"^(\d*)", r"\1\\", line, count=1) if line[0].isdigit() else "\\" + line
    if last and line[-1] in "]}":
        line = line[:-1] + "\\" + line[-1]
    return line


def _plain(text: str) -> str:
    special = re.escape(_SPECIAL)
    text = re.sub(r"^(\d+)\\(?=[.)、．])", r"\1", text, flags=re.MULTILINE)
    return re.sub(rf"\\([{special}])", r"\1", text).strip()


@dataclass
class _Block:
    """The lines of one finding or question."""

    text: str
    examples: list[str] = field(default_factory=list)
    arrow: str = ""


def _blocks(cell: str) -> Iterator[_Block]:
    """Split a cell into what begins at its margin."""
    block: _Block | None = None
    for line in cell.split("\n"):
        words = line.strip()
        if not words:
            continue
        marker = _marker(words, indented=line[0] in " \t\u3000\xa0")
        if marker is None and (block is None or line[0] not in " \t\u3000\xa0"):
            if block is not None:
                yield block
            block = _Block(_BULLET.sub("", words, count=1) if _BULLET.match(words) else words)
            continue
        if block is None:
            raise CellError(f"nothing stands above {words!r} that it belongs to", f"{words!r} 上方没有它所属的内容")
        _add(block, marker, words)
    if block is not None:
        yield block


def _marker(words: str, *, indented: bool) -> str | None:
    """Return which part of a finding a line begins, if any. A plain hyphen at the margin is a list's bullet."""
    if words.startswith((ARROW, "->", "=>")):
        return ARROW
    if words.startswith((EXAMPLE, "—")) or (indented and _BULLET.match(words) and not words.startswith(_BOLD)):
        return EXAMPLE
    return None


def _add(block: _Block, marker: str | None, words: str) -> None:
    if marker == ARROW:
        rest = re.sub(r"^(?:→|->|=>)\s*", "", words)
        block.arrow = f"{block.arrow}\n{rest}" if block.arrow else rest
    elif marker == EXAMPLE:
        block.examples.append(re.sub(r"^[–—]+\s*", "", words) if words[0] in "–—" else _BULLET.sub("", words, count=1))
    elif block.arrow:
        block.arrow += f"\n{words}"
    elif block.examples:
        block.examples[-1] += f"\n{words}"
    else:
        block.text += f"\n{words}"


def _finding_row(block: _Block, make: MakeText) -> FindingRow:
    text, visibility, found = block.text, Visibility.INTERNAL, None
    if match := _TIER.search(text):
        visibility, text = _tier(match[1]), text[: match.start()].rstrip()
    if match := _ID.search(text):
        found, text = _slug(match[1]), text[: match.start()].rstrip()
    evidence: tuple[str, ...] = ()
    if match := _EVIDENCE.search(text):
        evidence, text = tuple(_references(match[1])), text[: match.start()].rstrip()
    bold = text.startswith(_BOLD) and text.endswith(_BOLD) and len(text) > 2 * len(_BOLD)
    words = _plain(text[2:-2] if bold else text)
    if not words:
        raise CellError(f"{block.text!r} has no words", f"{block.text!r} 没有文字内容")
    return FindingRow(
        id=found,
        text=make(words),
        examples=tuple(make(_plain(one)) for one in block.examples if _plain(one)),
        relevance=make(_plain(block.arrow)) if _plain(block.arrow) else None,
        evidence=evidence,
        weight=Weight.BOLD if bold else Weight.NORMAL,
        visibility=visibility,
    )


def _references(text: str) -> Iterator[str]:
    for token in re.findall(_REFERENCE, text):
        yield json.loads(token) if token.startswith('"') else token


def _tier(word: str) -> Visibility:
    if word not in _TIERS:
        raise CellError(
            f"{{{word}}} is no visibility; expected {{public}}, {{internal}} or {{confidential}}",
            f"{{{word}}} 不是密级；可用 {{公开}}、{{内部}} 或 {{机密}}",
        )
    return _TIERS[word]


def _slug(word: str) -> str:
    if not re.fullmatch(SLUG, word) or len(word) > 120:
        raise CellError(
            f"{{#{word}}} is no id: letters, digits, dot, hyphen, underscore",
            f"{{#{word}}} 不是有效编号：只能用英文字母、数字、点、连字符和下划线",
        )
    return word
