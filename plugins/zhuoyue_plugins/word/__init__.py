"""The feedback report as a Word document, from a template that its user owns."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from zhuoyue import Exporter, Text, hookimpl

TEMPLATE = Path(__file__).parent / "feedback.docx"
"""The template that ships with us; `tools/word_template.py` makes it."""


@hookimpl
def register_exporters() -> Iterable[Exporter]:
    """`zhuoyue export --to word`."""
    from zhuoyue_plugins.word.write import fill, write

    title = Text(zh="反馈报告（Word）", en="feedback report (Word)")
    return (Exporter("word", title, ".docx", write, stem="feedback", template=TEMPLATE, fill=fill),)
