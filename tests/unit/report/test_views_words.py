"""Glossary, colours, numbers and the language of texts."""

from __future__ import annotations

from decimal import Decimal

import pytest

from zhuoyue.model.text import Text
from zhuoyue.report.colour import _rgb, contrast, palette
from zhuoyue.report.environment import _percent, points
from zhuoyue.report.glossary import Glossary
from zhuoyue.report.template import loader, terms, translations


def test_terms_get_a_tooltip_once() -> None:
    marked = Glossary(terms(), "en").mark("Evidence <supports> evidence")
    assert marked.count("<abbr") == 1
    assert marked.endswith("&lt;supports&gt; evidence")


def test_chinese_terms_are_found_inside_sentences() -> None:
    assert ">证据</abbr>" in Glossary(terms(), "zh").mark("每条证据都有来源")


def test_every_term_speaks_both_languages() -> None:
    assert all(term.name.zh and term.name.en and term.definition.zh and term.definition.en for term in terms())


@pytest.mark.parametrize("colour", ["#0b57a4", "#ffd400", "#c00000", "#000000", "#ffffff", "#2e8b57"])
def test_any_colour_gives_readable_links(colour: str) -> None:
    shades = palette(colour)
    assert contrast(_rgb(shades.light), (255, 255, 255)) >= 4.5
    assert contrast(_rgb(shades.dark), (30, 33, 41)) >= 4.5
    assert contrast(_rgb(shades.header), _rgb(shades.on_header)) >= 4.5


def test_contrast_as_published() -> None:
    # WCAG 2.2: black on white is 21:1; #767676 is the lightest grey that passes AA, 4.54:1.
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast(_rgb("#767676"), (255, 255, 255)) == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize(("value", "shown"), [("450.750", "450.75"), ("56.0", "56"), (None, "–")])
def test_points(value: str | None, shown: str) -> None:
    assert points(None if value is None else Decimal(value)) == shown


@pytest.mark.parametrize(("value", "shown"), [("45", "45\u00a0%"), ("41.625", "41.6\u00a0%"), (None, "–")])
def test_percent(value: str | None, shown: str) -> None:
    assert _percent(None if value is None else Decimal(value)) == shown


def test_a_text_in_the_other_language_says_so() -> None:
    from zhuoyue.report.environment import environment

    made = environment(loader(), "en", translations("en"), Glossary((), "en"))
    page = made.from_string("{{ one | say }} {{ two | say }}").render(one=Text(zh="证<据"), two=Text(en="a", zh="b"))
    assert page == '<span lang="zh-Hans">证&lt;据</span> a'
