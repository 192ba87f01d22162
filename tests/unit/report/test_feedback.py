"""The feedback report: whose findings, in what order, on which pages."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sample import sample

from zhuoyue.model.assessment import Assessment
from zhuoyue.model.criteria import ItemKind
from zhuoyue.model.finding import Finding, FindingKind, KeyTheme, Weight
from zhuoyue.model.rating import Question, Rating, Stage
from zhuoyue.model.score import Interval
from zhuoyue.model.sign_off import SignOff, SignOffLevel
from zhuoyue.model.text import Text, same
from zhuoyue.report.edition import Edition
from zhuoyue.report.feedback import ONE_PAGE, feedback


def with_findings(count: int, **changes: object) -> Assessment:
    """Return an assessment whose first item has so many strengths of an assessor, and one of a plugin."""
    assessment = sample()
    first, *others = assessment.results
    findings = [
        Finding(id=f"s{n}", kind=FindingKind.STRENGTH, item=first.item, text=same(f"strength {n}"), source="team")
        for n in range(count)
    ]
    findings.append(
        Finding(
            id="plug", kind=FindingKind.STRENGTH, item=first.item, text=same("plugin says"), source=plugin(assessment)
        )
    )
    results = [first.model_copy(update={"findings": tuple(findings), **changes})]
    results += [one.model_copy(update={"findings": ()}) for one in others]
    return assessment.model_copy(update={"results": tuple(results)})


def plugin(assessment: Assessment) -> str:
    return assessment.provenance.plugins[0].name


def pages(assessment: Assessment, language: str = "en") -> dict[str, str]:
    leaves = Edition(assessment, language).leaves()
    return {leaf.path: leaf.text for leaf in leaves if leaf.path.startswith("feedback/")}


def test_only_what_assessors_found_is_in_it() -> None:
    assessment = with_findings(2)
    first = feedback(assessment).categories[0].items[0]
    assert [one.id for one in first.strengths] == ["s0", "s1"]
    assert "plugin says" not in "".join(pages(assessment).values())


def test_without_anything_from_assessors_there_is_no_report() -> None:
    assert pages(with_findings(0)) == {}


def test_bold_findings_come_first_with_examples_and_relevance() -> None:
    assessment = with_findings(1)
    first = assessment.results[0]
    bold = Finding(
        id="b",
        kind=FindingKind.STRENGTH,
        item=first.item,
        text=same("opening <i>"),
        examples=(same("example one"),),
        relevance=same("it matters"),
        weight=Weight.BOLD,
        source="team",
    )
    changed = first.model_copy(update={"findings": (*first.findings, bold)})
    assessment = assessment.model_copy(update={"results": (changed, *assessment.results[1:])})
    (text,) = pages(assessment).values()
    order = ["<strong>opening &lt;i&gt;</strong>", "example one", "it matters", "strength 0"]
    assert [text.index(part) for part in order] == sorted(text.index(part) for part in order)


@pytest.mark.parametrize("count", [ONE_PAGE, ONE_PAGE + 1])
def test_a_long_report_has_a_page_for_each_category(count: int) -> None:
    assessment = with_findings(count)
    shown = pages(assessment)
    assert len(shown) == (1 if count <= ONE_PAGE else 1 + len(assessment.criteria.categories))
    assert sum(text.count("strength 7<") for text in shown.values()) == 1


def test_key_themes_stand_in_four_groups_and_link_to_their_items() -> None:
    assessment = with_findings(1)
    theme = KeyTheme(
        kind=FindingKind.IMPROVEMENT,
        scope=ItemKind.RESULT,
        text=Text(en="runs <b>through</b>", zh="贯穿"),
        items=(assessment.results[0].item,),
    )
    assessment = assessment.model_copy(update={"key_themes": (theme,)})
    groups = [(one.scope, one.kind, len(one.themes)) for one in feedback(assessment).themes]
    assert groups == [
        ("process", "strength", 0),
        ("process", "improvement", 0),
        ("result", "strength", 0),
        ("result", "improvement", 1),
    ]
    (text,) = pages(assessment).values()
    assert "runs &lt;b&gt;through&lt;/b&gt;" in text
    assert 'href="../categories/4-1/4-1-2.html"' in text


def test_without_key_themes_it_says_how_to_add_them() -> None:
    (text,) = pages(with_findings(1)).values()
    assert "[[key_themes]]" in text


def asking(stage: Stage, *questions: Question, assessor: str = "team", **changes: object) -> Rating:
    """Return a rating of the sample's first item with questions."""
    item = sample().results[0].item
    rating = Rating(item=item, assessor=assessor, stage=stage, percent=Decimal(40), questions=questions)
    return rating.model_copy(update=changes)


def test_questions_are_listed_and_open_ones_counted() -> None:
    questions = (Question(text=same("asked")), Question(text=same("settled"), answer=same("seen")))
    rating = asking(Stage.CONSENSUS, *questions)
    assessment = with_findings(1, rating=rating, ratings=(rating,))
    assert feedback(assessment).open_questions == 1
    (text,) = pages(assessment).values()
    assert "Site-visit issues still open: 1." in text
    assert "<dd>seen</dd>" in text


def test_a_question_does_not_vanish_with_the_visit_that_answers_it() -> None:
    agreed = asking(Stage.CONSENSUS, Question(text=same("Who answers?")), Question(text=same("At night?")))
    visited = asking(Stage.SITE_VISIT, Question(text=same("Who  answers"), answer=same("the guard")))
    noted = asking(Stage.CONSENSUS, Question(text=same("Noted beside?")), percent=None)
    own = asking(Stage.INDEPENDENT, Question(text=same("an assessor's own")), assessor="Wang")
    assessment = with_findings(1, rating=visited, ratings=(own, agreed, noted, visited))
    (text,) = pages(assessment).values()
    assert [text.count(one) for one in ("the guard", "At night?", "Noted beside?", "assessor&#39;s own")] == [
        1,
        1,
        1,
        0,
    ]
    assert text.count("<dt>Who") == 1
    leaves = Edition(assessment, "en").leaves()
    item = next(
        leaf.text for leaf in leaves if leaf.path == "categories/4-1/4-1-2.md" or leaf.path.endswith("/4-1-2.md")
    )
    assert "<dd>the guard</dd>" in item
    assert item.count("<dt>") >= 3


def test_assessors_questions_stand_while_the_team_has_none() -> None:
    one = asking(Stage.INDEPENDENT, Question(text=same("Who?")), assessor="Wang")
    two = asking(Stage.INDEPENDENT, Question(text=same("who")), Question(text=same("When?")), assessor="Chen")
    agreed = asking(Stage.CONSENSUS)
    last = asking(Stage.SITE_VISIT, Question(text=same("last year's")), reevaluate=True)
    assessment = with_findings(1, rating=agreed, ratings=(one, two, agreed, last))
    assert [str(one.text.get("en")) for one in assessment.questions(agreed.item)] == ["Who?", "When?"]


def test_an_interval_of_no_width_is_not_shown() -> None:
    assessment = with_findings(1)
    first = assessment.results[0]
    flat = Interval(low=Decimal("7.5"), high=Decimal("7.5"))
    score = first.score.model_copy(update={"interval": flat})
    results = (first.model_copy(update={"score": score}), *assessment.results[1:])
    (text,) = pages(assessment.model_copy(update={"results": results})).values()
    assert "7.5–7.5" not in text
    assert "interval" not in text


def test_an_open_score_is_a_range_and_an_interval_is_shown() -> None:
    assessment = with_findings(1)
    first = assessment.results[0]
    score = first.score.model_copy(update={"interval": Interval(low=Decimal("21.5"), high=Decimal("31.25"))})
    unknown = score.model_copy(update={"value": None, "percent": None, "low": Decimal(20), "high": Decimal(30)})
    for one, wanted in ((score, "interval 21.5–31.25"), (unknown, "20–30")):
        changed = assessment.model_copy(
            update={"results": (first.model_copy(update={"score": one}), *assessment.results[1:])}
        )
        (text,) = pages(changed).values()
        assert wanted in text


@pytest.mark.parametrize(("levels", "word"), [((), "Draft."), (tuple(SignOffLevel), "Final.")])
def test_it_says_draft_until_all_three_have_signed(levels: tuple[SignOffLevel, ...], word: str) -> None:
    assessment = with_findings(1)
    signed = tuple(
        SignOff(level=level, by="N", at=assessment.provenance.instant, decision="d", valid=True) for level in levels
    )
    (text,) = pages(assessment.model_copy(update={"sign_offs": signed})).values()
    assert f"<strong>{word}</strong>" in text
