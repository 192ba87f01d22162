"""Sums over the answers by period, segment and tier: one grouped query for sums, one for each spread."""

# ruff: noqa: S608 - aliases and numbers in this SQL are our own

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import sqrt
from typing import Any, Literal

from zhuoyue_plugins.satisfaction.figures import Figure, figure, promoter_score, share
from zhuoyue_plugins.satisfaction.questionnaire import Block, Question
from zhuoyue_plugins.satisfaction.survey import ANSWERS, Survey, recommend_scale

Scope = Literal["whole", "segment", "tier"]
Weights = Mapping[str, Decimal]
"""Weight of each question in its construct's index, by alias; the sum of a construct is 1."""


@dataclass(frozen=True)
class Group:
    """The answers of one period, one segment in it, or one tier."""

    scope: Scope
    code: int
    """Period, as a code."""
    period: str
    """Period."""
    name: str | None
    """Segment or tier; None for the whole, or where the records do not say."""
    row: Mapping[str, Any]
    """Sums."""
    spread: Mapping[str, Any]
    """Squares of the influences, construct by construct, and answers behind them."""

    @property
    def answers(self) -> int:
        """Number of respondents."""
        return int(self.row["n"])

    def mean(self, question: Question) -> Fraction | None:
        """Return the mean of a question on its scale."""
        weight = Fraction(self.row[f"w_{question.alias}"] or 0)
        return Fraction(self.row[f"s_{question.alias}"]) / weight if weight else None

    def points(self, question: Question) -> Fraction | None:
        """Return the mean of a question as 0–100."""
        mean = self.mean(question)
        return None if mean is None else (mean - Fraction(question.low)) / Fraction(question.span) * 100

    def weight(self, block: Block) -> Fraction:
        """Return the weight of those who answered a construct; without weights, how many they are."""
        return Fraction(self.spread[f"w_{block.name}"] or 0)

    def count(self, question: Question) -> int:
        """Return how many answered a question."""
        return int(self.row[f"n_{question.alias}"])


class Totals:
    """Every group, and the figures made of its sums."""

    def __init__(self, survey: Survey, weights: Weights) -> None:
        self.survey, self.weights = survey, weights
        self._settings = survey.settings
        self.groups = self._read()

    def of(self, scope: Scope) -> list[Group]:
        """Return the groups of a scope, by period; the largest segments and tiers first."""
        return [group for group in self.groups if group.scope == scope]

    def index(self, group: Group, block: Block) -> Figure:
        """Return a construct's index 0–100, in the form of the ACSI: weights times means, on the scale.

        The standard error is that of the mean of respondents' own indices; linearised where answers are missing or
        respondents carry weights (Taylor).
        """
        means = [(Fraction(self.weights[one.alias]), group.points(one)) for one in block.questions]
        total = sum(weight for weight, mean in means if mean is not None)
        if not total:
            return Figure(None, 0)
        value = sum((weight * mean for weight, mean in means if mean is not None), Fraction(0)) / total
        n, squares = int(group.spread[f"n_{block.name}"]), group.spread[f"v_{block.name}"]
        error = sqrt(squares * n / (n - 1)) / float(total) if n > 1 and squares is not None else None
        return figure(value, n, error, self._settings.level, self._settings.least_answers)

    def top_two(self, group: Group, question: Question) -> Figure:
        """Return the percentage of the two best answers; with weights without an interval."""
        n, weight = group.count(question), Fraction(group.row[f"w_{question.alias}"] or 0)
        if not weight or question.top_two is None:
            return Figure(None, n)
        if self.survey.weighted:
            top = Fraction(group.row[f"t_{question.alias}"] or 0) / weight
            return figure(100 * top, n, None, self._settings.level, self._settings.least_answers)
        return share(int(group.row[f"t_{question.alias}"] or 0), n, self._settings.level, self._settings.least_answers)

    def promoters(self, group: Group) -> Figure:
        """Return the NPS."""
        weight = Fraction(group.row["rec_w"] or 0)
        if not weight:
            return Figure(None, 0)
        high, low = (Fraction(group.row[key] or 0) / weight for key in ("pro_w", "det_w"))
        squares = Fraction(group.row["rec_ww"]) / weight**2
        n = int(group.row["rec_n"])
        return promoter_score(high, low, n, squares, self._settings.level, self._settings.least_answers)

    def shares(self, group: Group) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
        """Return the percentages of promoters, passives and detractors, by weight."""
        weight = Fraction(group.row["rec_w"] or 0)
        if not weight:
            return None, None, None
        high, low = (100 * Fraction(group.row[key] or 0) / weight for key in ("pro_w", "det_w"))
        return high, 100 - high - low, low

    def complained(self, group: Group) -> Figure:
        """Return the percentage that has complained."""
        return share(
            int(group.row["com_yes"]), int(group.row["com_n"]), self._settings.level, self._settings.least_answers
        )

    def _read(self) -> tuple[Group, ...]:
        survey, run = self.survey, self.survey.dataset.run
        sums = ", ".join(_sums(survey))
        run(
            "CREATE OR REPLACE TEMP TABLE totals AS "
            "SELECT period, segment, tier, grouping(segment) AS no_s, grouping(tier) AS no_t, "
            f"{sums} FROM {ANSWERS} GROUP BY GROUPING SETS ((period), (period, segment), (period, tier))"
        )
        named = self._settings.fields
        groups = self._scope("whole", "no_s = 1 AND no_t = 1")
        if named.segment:
            groups += self._scope("segment", "no_s = 0")
        if named.tier:
            groups += self._scope("tier", "no_t = 0")
        return tuple(groups)

    def _scope(self, scope: Scope, condition: str) -> list[Group]:
        """Return the groups of a scope; of many segments those with most answers over all periods.

        Over all periods, so that a trend does not lose its beginning.
        """
        run, name = self.survey.dataset.run, "NULL::VARCHAR" if scope == "whole" else scope
        sized = f"SELECT *, {name} AS name, sum(n) OVER (PARTITION BY {name}) AS size FROM totals WHERE {condition}"
        run(
            f"CREATE OR REPLACE TEMP TABLE shown AS SELECT * FROM ({sized}) "
            f"QUALIFY dense_rank() OVER (ORDER BY size DESC, name) <= {self._settings.most_groups}"
        )
        match = "" if scope == "whole" else f" AND a.{scope} IS NOT DISTINCT FROM t.name"
        spread = ", ".join(self._spread(block) for block in self.survey.questions.blocks)
        squares = run(
            f"SELECT t.period, t.name, {spread} FROM {ANSWERS} AS a JOIN shown AS t ON a.period = t.period{match} "
            "GROUP BY 1, 2"
        )
        found = {(row["period"], row["name"]): row for row in squares}
        return [
            Group(scope, row["period"], self.survey.period(row["period"]), row["name"], row, found[key])
            for row in run("SELECT * FROM shown ORDER BY period, n DESC, name")
            if (key := (row["period"], row["name"])) in found
        ]

    def _spread(self, block: Block) -> str:
        """Return the SQL of the squared influences of respondents on an index, and of how many answered."""
        parts = " + ".join(
            f"coalesce({float(100 * self.weights[one.alias] / one.span)!r} "
            f"* (a.{one.alias}::DOUBLE - t.s_{one.alias}::DOUBLE / t.w_{one.alias}) / t.w_{one.alias}, 0)"
            for one in block.questions
        )
        known = " OR ".join(f"a.{one.alias} IS NOT NULL" for one in block.questions)
        return (
            f'sum((a.weight::DOUBLE * ({parts})) ** 2) AS "v_{block.name}", '
            f'count(*) FILTER (WHERE {known}) AS "n_{block.name}", '
            f'sum(a.weight) FILTER (WHERE {known}) AS "w_{block.name}"'
        )


def _sums(survey: Survey) -> list[str]:
    """Return the aggregates of one group."""
    _, high, _ = recommend_scale(survey.settings, survey.questions)
    best, poor = f"recommend >= {high} - 1", f"recommend <= {high} - 4"
    sums = [
        "count(*) AS n",
        "count(recommend) AS rec_n",
        "sum(weight) FILTER (WHERE recommend IS NOT NULL) AS rec_w",
        "sum(weight * weight) FILTER (WHERE recommend IS NOT NULL) AS rec_ww",
        f"sum(weight) FILTER (WHERE {best}) AS pro_w",
        f"sum(weight) FILTER (WHERE {poor}) AS det_w",
        f"count(*) FILTER (WHERE {best}) AS pro_n",
        f"count(*) FILTER (WHERE {poor}) AS det_n",
        "count(complained) AS com_n",
        "count(*) FILTER (WHERE complained) AS com_yes",
    ]
    for one in survey.questions.questions:
        sums += [
            f"count({one.alias}) AS n_{one.alias}",
            f"sum(weight) FILTER (WHERE {one.alias} IS NOT NULL) AS w_{one.alias}",
            f"sum(weight * {one.alias}) AS s_{one.alias}",
        ]
        if one.top_two is not None:
            sums.append(f"sum(weight) FILTER (WHERE {one.alias} >= {one.top_two}) AS t_{one.alias}")
    return sums
