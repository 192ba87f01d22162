"""What every exhibit of a survey shares, and its columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhuoyue import Assumption, Column, Exhibit, Source, Text, same
from zhuoyue_plugins.satisfaction.questionnaire import Block
from zhuoyue_plugins.satisfaction.survey import Survey

NOT_STATED = Text(zh="（未注明）", en="(not stated)")
"""A segment or tier that the records do not say."""
UNWEIGHTED = Text(
    en="Respondents are counted here, without their weights; the indices are weighted.",
    zh="此处按人数计，未加权；指数为加权值。",
)
"""Stands on exhibits of a weighted survey that count respondents."""
POINTS = Text(zh="分", en="points")
"""Unit of an index."""


@dataclass(frozen=True)
class Sheet:
    """Makes exhibits of one survey."""

    source: Source
    """The configured source."""
    survey: Survey
    """The clean answers."""
    modelled: frozenset[str]
    """Constructs whose weights come from the path model."""
    failed: bool
    """Whether a path model was wanted and could not be estimated."""

    def exhibit(
        self,
        word: str,
        title: Text,
        method: Text,
        columns: Sequence[Column],
        *,
        notes: Sequence[Text] = (),
        assumptions: Sequence[Assumption] = (),
        evidence: tuple[str, ...] | None = None,
    ) -> Exhibit:
        """Return an exhibit of the kind `satisfaction.<word>`."""
        return Exhibit(
            id=f"{self.source.name}-survey.{word}",
            kind=f"satisfaction.{word}",
            title=title,
            source=self.source.name,
            method=method,
            columns=tuple(columns),
            notes=tuple(notes),
            assumptions=tuple(assumptions),
            visibility=self.source.visibility,
            items=self.source.items,
            evidence=self.survey.dataset.evidence if evidence is None else evidence,
        )

    def figure_of(self, block: Block) -> Text | None:
        """Return CSI or CLI where a construct is one of them."""
        questions = self.survey.questions
        if block is questions.csi:
            return same("CSI")
        return same("CLI") if block is questions.cli else None

    def weighting(self, block: Block) -> Text:
        """Return where the weights of a construct's questions come from."""
        if block.name in self.modelled:
            return Text(zh="路径模型权重", en="path model")
        if self.failed:
            return Text(zh="等权重（模型未能估计）", en="equal (model not estimated)")
        if len(block.questions) == 1:
            return Text(zh="单一题项", en="single question")
        return Text(zh="等权重", en="equal")

    def few(self) -> Text:
        """Return what is done with few answers."""
        least = self.survey.settings.least_answers
        return Text(
            en=f"Figures that rest on fewer than {least} answers have no interval and take part in no comparison.",
            zh=f"少于 {least} 份答卷的数值不给出区间，也不参与比较。",
        )

    def unweighted(self) -> list[Text]:
        """Return what must be said of counts where the indices beside them are weighted."""
        return [UNWEIGHTED] if self.survey.weighted else []

    def level(self) -> tuple[str, str]:
        """Return the level of the intervals in words."""
        percent = f"{(self.survey.settings.level * 100).normalize():f}"
        return f"{percent} %", f"{percent}%"


def named(survey: Survey, word: str | None) -> Text:
    """Return a segment or tier as the settings name it, else as the records do."""
    if not word or not word.strip():
        return NOT_STATED
    return survey.settings.names.get(word) or Text.model_validate(word)
