"""What an assessment says about one item: the rating in force, the score, findings, suggestions, problems."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal
from statistics import median

from zhuoyue.judge import Judgement
from zhuoyue.model.assessment import ItemResult
from zhuoyue.model.base import Visibility
from zhuoyue.model.criteria import Item
from zhuoyue.model.finding import Finding, finding_id
from zhuoyue.model.problem import Problem, Severity
from zhuoyue.model.rating import Method, Rating, Stage
from zhuoyue.model.score import Score, State
from zhuoyue.model.suggestion import Suggestion
from zhuoyue.model.text import Text
from zhuoyue.project import Project
from zhuoyue.ratings import Ratings
from zhuoyue.scoring import score_item
from zhuoyue.withhold import Shown


def item_result(
    project: Project,
    item: Item,
    ratings: Ratings,
    shown: Shown,
    judgement: Judgement,
    problems: list[Problem],
    *,
    known: bool,
) -> ItemResult:
    """Return the result of one item; what is wrong with it is added to `problems`.

    Args:
        project: policy, tier and scheme.
        item: the item.
        ratings: all rating sheets.
        shown: the facts that the tier shows.
        judgement: what plugins made of them.
        problems: takes what is found on the way.
        known: whether there are facts for the item, published or not.
    """
    tier = project.config.assessment.visibility
    disputed = ratings.disputed(item)
    chosen = _median(project, item, disputed) if disputed else ratings.prevailing(item)
    rating = _nameless(chosen, tier) if chosen else None
    suggestions = _on_grid(project, item, judgement.suggestions(item), problems)
    evidence = tuple(one.id for one in shown.evidence if item.id in one.items)
    measures = tuple(one.id for one in shown.measures if item.id in one.items)
    told = _for_tier(rating, tier, shown.hidden) if rating else None  # its steps tell reasons
    score = _score(project, item, told, () if rating else disputed, suggestions, judgement, known=known)
    problems.extend(_beyond(item, rating, suggestions))
    if rating is None:
        problems.extend(_undecided(project, item, suggestions))
    return ItemResult(
        item=item.id,
        score=score,
        rating=told,
        ratings=tuple(
            _for_tier(_nameless(one, tier), tier, shown.hidden) for one in ratings.of(item) if _told(one, chosen, tier)
        ),
        findings=(
            *(one for one in shown.findings if one.item == item.id),
            *_named(one for one in judgement.findings(item) if tier.shows(one.visibility)),
        ),
        suggestions=suggestions,
        evidence=evidence,
        measures=measures,
        exhibits=tuple(one.id for one in shown.exhibits if item.id in one.items),
    )


def _score(
    project: Project,
    item: Item,
    rating: Rating | None,
    disputed: Sequence[Rating],
    suggestions: Sequence[Suggestion],
    judgement: Judgement,
    *,
    known: bool,
) -> Score:
    policy = project.config.scoring
    suggestion = _chosen(suggestions, policy.suggestions_from) if policy.unrated == "suggested" else None
    missing = State.NOT_RATED if known else State.NO_EVIDENCE
    unknown = State.FAILED if judgement.failed(item) else missing
    pointed = project.criteria.total is not None
    return score_item(project.scheme_of(item), item, rating, suggestion, unknown, disputed, pointed=pointed)


def _median(project: Project, item: Item, disputed: Sequence[Rating]) -> Rating | None:
    """Return the median of independent ratings that differ as a rating, if the policy wants that."""
    percents = [one.percent for one in disputed if one.percent is not None]
    if project.config.scoring.not_agreed != "median" or len(percents) < len(disputed):
        return None
    return Rating(
        item=item.id,
        assessor="median",
        stage=Stage.INDEPENDENT,
        percent=project.scheme_of(item).data.on_grid(median(percents)),
        method=Method.MEDIAN,
        reason=Text(
            en=f"Median of {len(percents)} independent ratings, not agreed yet",
            zh=f"{len(percents)} 份独立评分的中位数，尚未合议",
        ),
        visibility=Visibility.PUBLIC,
    )


def _chosen(suggestions: Sequence[Suggestion], preferred: Sequence[str]) -> Suggestion | None:
    """Return the suggestion that the policy takes: by order of plugins, else the only one there is."""
    able = [one for one in suggestions if one.percent is not None]
    for name in preferred:
        for suggestion in able:
            if suggestion.source == name:
                return suggestion
    return able[0] if len(able) == 1 and not preferred else None


def _undecided(project: Project, item: Item, suggestions: Sequence[Suggestion]) -> Iterator[Problem]:
    """Yield a warning where the policy wants a suggestion, but several plugins suggest and none is named."""
    policy = project.config.scoring
    able = [one for one in suggestions if one.percent is not None]
    if policy.unrated != "suggested" or len(able) < 2 or _chosen(able, policy.suggestions_from):
        return
    names = ", ".join(one.source for one in able)
    yield Problem(
        code="suggestions-undecided",
        severity=Severity.WARNING,
        text=Text(
            en=f"{item.code}: {names} suggest a percent; name the one to use in `suggestions_from`",
            zh=f"{item.code}：{names} 都给出了建议分；请在 suggestions_from 中指定采用哪个",
        ),
        where=project.file.where(("scoring",)),
        item=item.id,
    )


def _on_grid(
    project: Project, item: Item, suggestions: Sequence[Suggestion], problems: list[Problem]
) -> tuple[Suggestion, ...]:
    """Leave out suggestions whose percent the scheme does not know, and record them."""
    kept = []
    for suggestion in suggestions:
        fault = project.scheme_of(item).check(item, suggestion.percent) if suggestion.percent is not None else None
        if fault is None:
            kept.append(suggestion)
            continue
        text = Text(en=f"suggestion left out: {fault.en}", zh=f"建议分未采用：{fault.zh}")
        problems.append(
            Problem(
                code="judge-failed",
                severity=Severity.ERROR,
                text=text,
                plugin=suggestion.source,
                item=item.id,
            )
        )
    return tuple(kept)


def _beyond(item: Item, rating: Rating | None, suggestions: Iterable[Suggestion]) -> Iterator[Problem]:
    """Yield a warning where a rating is above what a plugin says the evidence carries."""
    percent: Decimal | None = rating.percent if rating else None
    for suggestion in suggestions:
        if percent is None or suggestion.ceiling is None or percent <= suggestion.ceiling:
            continue
        yield Problem(
            code="percent-not-carried",
            severity=Severity.WARNING,
            text=Text(
                en=f"{item.code} is rated {percent} %; the evidence carries up to {suggestion.ceiling} %",
                zh=f"{item.code} 评分为 {percent} %，现有证据最多支持 {suggestion.ceiling} %",
            ),
            where=rating.where if rating else "",
            plugin=suggestion.source,
            item=item.id,
        )


def _nameless(rating: Rating, tier: Visibility) -> Rating:
    """Return a rating without anybody's name, and the sheet that is called by one, where the tier is public."""
    if tier.shows(Visibility.INTERNAL):
        return rating
    dissent = tuple(one.model_copy(update={"assessor": ""}) for one in rating.dissent)
    return rating.model_copy(update={"assessor": "", "recorded_by": "", "where": "", "dissent": dissent})


def _for_tier(rating: Rating, tier: Visibility, hidden_ids: Collection[str]) -> Rating:
    """Return a rating without its reason and notes if the tier does not show them; the percent stays.

    What moved it goes too where that is above the tier, even if the rating itself is not.
    """
    if rating.moved_by in hidden_ids:
        rating = rating.model_copy(update={"moved_by": ""})
    if tier.shows(rating.visibility):
        return rating
    hidden = {"dimensions": (), "questions": (), "dissent": (), "moved_by": ""}
    return rating.model_copy(update=hidden if rating.not_applicable else hidden | {"reason": None})


def _told(rating: Rating, prevailing: Rating | None, tier: Visibility) -> bool:
    """Tell whether a tier may know of a rating: of the one in force always, of the others if it shows their reasons."""
    return rating is prevailing or rating.stage is not Stage.INDEPENDENT or tier.shows(rating.visibility)


def _named(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Give plugins' findings an id."""
    for one in findings:
        yield one if one.id else one.model_copy(update={"id": finding_id(one.item, one.kind, one.text)})
