"""The questionnaire: constructs and their questions, each with its scale and its place in the queries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from zhuoyue import Problem, Severity, Text, same
from zhuoyue_plugins.satisfaction.construct_settings import ConstructSetting, QuestionSetting
from zhuoyue_plugins.satisfaction.pls import presets, read_preset
from zhuoyue_plugins.satisfaction.settings import SatisfactionSettings

_BOXED = Decimal(10)
"""Widest scale, from end to end, of which the two best answers are a meaningful share."""


@dataclass(frozen=True)
class Question:
    """A question as the queries know it."""

    alias: str
    """Its column in the queries, `x0`."""
    column: str
    """Its column in the records."""
    title: Text
    """The question as readers see it."""
    low: Decimal
    """Lowest answer."""
    high: Decimal
    """Highest answer."""
    setting: QuestionSetting
    """What the user wrote."""

    @property
    def span(self) -> Decimal:
        """Length of the scale."""
        return self.high - self.low

    @property
    def top_two(self) -> Decimal | None:
        """The second best answer; None where the scale has no whole steps or too many or few of them."""
        whole = self.low == int(self.low) and self.high == int(self.high)
        return self.high - 1 if whole and 3 <= self.span <= _BOXED else None

    @property
    def fixed_limits(self) -> tuple[Decimal, Decimal] | None:
        """LSL and USL where the settings state them."""
        low, high = self.setting.expectation or (None, None)
        return (low, high) if isinstance(low, Decimal) and isinstance(high, Decimal) else None

    @property
    def has_limits(self) -> bool:
        """Whether there is an expectation interval."""
        return self.setting.expectation is not None

    def limits(self) -> tuple[str, str]:
        """Return LSL and USL as SQL."""
        fixed = self.fixed_limits
        return (str(fixed[0]), str(fixed[1])) if fixed else (f"low_{self.alias}", f"high_{self.alias}")

    def points(self, prefix: str = "") -> str:
        """Return the answer as 0–100 in SQL."""
        return f"(({prefix}{self.alias} - {self.low})::DOUBLE * 100 / {self.span})"


@dataclass(frozen=True)
class Block:
    """A construct and its questions."""

    name: str
    """Its name in the settings."""
    title: Text
    """Name shown on the pages."""
    questions: tuple[Question, ...]
    """Its questions."""
    setting: ConstructSetting
    """What the user wrote."""

    @property
    def mixed(self) -> bool:
        """Whether its questions have different scales."""
        return len({(one.low, one.high) for one in self.questions}) > 1

    def points(self, weights: dict[str, Decimal], prefix: str = "") -> str:
        """Return a respondent's own index 0–100 in SQL: weights of unanswered questions go to the others."""
        known = [
            (one, f"CASE WHEN {prefix}{one.alias} IS NOT NULL THEN {weights[one.alias]}::DOUBLE END")
            for one in self.questions
        ]
        total = " + ".join(f"coalesce({weight}, 0)" for _, weight in known)
        value = " + ".join(f"coalesce({one.points(prefix)} * {weights[one.alias]}, 0)" for one, _ in known)
        # Rounded, so that an index on a limit between two levels does not fall below it by an error in the last place.
        return f"round(({value}) / nullif({total}, 0), 9)"


@dataclass(frozen=True)
class Questionnaire:
    """Everything that was asked."""

    blocks: tuple[Block, ...]
    """Constructs that have questions."""
    csi: Block | None
    """The customer satisfaction index."""
    cli: Block | None
    """The customer loyalty index."""
    problems: tuple[Problem, ...]
    """Constructs that had to be left out."""

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question."""
        return tuple(one for block in self.blocks for one in block.questions)

    def block(self, name: str) -> Block | None:
        """Return a construct by name."""
        return next((block for block in self.blocks if block.name == name), None)


def questionnaire(settings: SatisfactionSettings, place: str) -> Questionnaire:
    """Return the questionnaire; constructs without questions are left out and become problems."""
    usual = _usual_titles(settings)
    blocks: list[Block] = []
    problems: list[Problem] = []
    count = 0
    for name, setting in settings.constructs.items():
        if not setting.questions:
            problems.append(_without_questions(name, place))
            continue
        questions = []
        for item in setting.questions:
            questions.append(_question(f"x{count}", item, setting))
            count += 1
        blocks.append(Block(name, setting.title or usual.get(name, same(name)), tuple(questions), setting))
    by_name = {block.name: block for block in blocks}
    csi, cli = by_name.get(settings.csi_name or ""), by_name.get(settings.cli_name or "")
    return Questionnaire(tuple(blocks), csi, cli, (*problems, *_shared(blocks, place)))


def _shared(blocks: Sequence[Block], place: str) -> Iterator[Problem]:
    """Name columns that are questions of several constructs: their indices then cannot but move together."""
    homes: dict[str, list[str]] = {}
    for block in blocks:
        for one in block.questions:
            homes.setdefault(one.column, []).append(block.name)
    for column, names in homes.items():
        if len(names) > 1:
            yield Problem(
                code="satisfaction-shared-question",
                severity=Severity.WARNING,
                text=Text(
                    en=f"column {column!r} is a question of several constructs ({', '.join(names)}): it counts in each "
                    "of them, and a path model refuses it",
                    zh=f"列“{column}”同时是多个构念的题项（{'、'.join(names)}）：会重复计入，且不能用于路径模型",
                ),
                where=f"{place}: constructs.{names[1]}.questions",
            )


def _question(alias: str, item: QuestionSetting, construct: ConstructSetting) -> Question:
    low, high = (Decimal(0), Decimal(1)) if item.yes_no else item.scale or construct.scale
    return Question(alias, item.column, item.title or Text.model_validate(item.column), low, high, item)


def _usual_titles(settings: SatisfactionSettings) -> dict[str, Text]:
    """Return the titles that a preset gives its constructs, by the user's names for them."""
    model = settings.model
    if model is None or model.preset not in presets():
        return {}
    return {model.constructs.get(one.name, one.name): one.title for one in read_preset(model.preset).constructs}


def _without_questions(name: str, place: str) -> Problem:
    text = Text(
        en=f"construct {name!r} has no questions: list the columns of its questions in questions; it was left out",
        zh=f"构念 {name!r} 没有题项：请在 questions 中列出其题项所在的列；已略去该构念",
    )
    return Problem(
        code="satisfaction-no-questions",
        severity=Severity.WARNING,
        text=text,
        where=f"{place}: constructs.{name}.questions",
    )
