"""The feedback report: whose findings, in what order, on which pages."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sample import sample

from zhuoyue.model.assessment import Assessment
from zhuoyue.model.criteria import ItemKind
from zhuoyue.model.finding import Finding, FindingKind, KeyTheme, Weight
from zhuoyue.model.rating import Question
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


def test_questions_of_the_rating_in_force_are_listed_and_open_ones_counted() -> None:
    rating = sample().results[0].rating
    assert rating is not None
    questions = (Question(text=same("asked")), Question(text=same("settled"), answer=same("seen")))
    assessment = with_findings(1, rating=rating.model_copy(update={"questions": questions}))
    assert feedback(assessment).open_questions == 1
    (text,) = pages(assessment).values()
    assert "Site-visit issues still open: 1." in text
    assert "<dd>seen</dd>" in text


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
