"""The check of the gettext catalogues: each fault it names, and silence when there is none."""

from __future__ import annotations

from babel.messages.catalog import Catalog
from translations import extract, faults

PLURAL = ("%(count)s item", "%(count)s items")


def used() -> Catalog:
    """Texts as templates would ask for them."""
    catalogue = Catalog()
    catalogue.add("Score")
    catalogue.add("Page %(number)s")
    catalogue.add(PLURAL)
    return catalogue


def translated() -> Catalog:
    """A catalogue that says all of it."""
    catalogue = Catalog(locale="zh")
    catalogue.add("Score", "得分")
    catalogue.add("Page %(number)s", "第 %(number)s 页")
    catalogue.add(PLURAL, ("%(count)s 项",))
    return catalogue


def test_a_complete_catalogue_has_no_faults() -> None:
    assert list(faults(translated(), used())) == []


def test_a_missing_text_is_named() -> None:
    catalogue = translated()
    catalogue.delete("Score")
    assert list(faults(catalogue, used())) == ["missing: 'Score'"]


def test_an_empty_translation_is_named() -> None:
    catalogue = translated()
    catalogue[PLURAL].string = ("",)
    assert list(faults(catalogue, used())) == [f"not translated: {PLURAL!r}"]


def test_a_fuzzy_translation_is_named() -> None:
    catalogue = translated()
    catalogue.add("Score", flags=["fuzzy"])
    assert list(faults(catalogue, used())) == ["doubtful (fuzzy): 'Score'"]


def test_a_text_nobody_uses_is_named() -> None:
    catalogue = translated()
    catalogue.add("Rank", "名次")
    assert list(faults(catalogue, used())) == ["no longer used: 'Rank'"]


def test_a_lost_placeholder_is_named() -> None:
    catalogue = translated()
    catalogue["Page %(number)s"].string = "页"
    (fault,) = faults(catalogue, used())
    assert fault.endswith("'Page %(number)s'")


def test_texts_are_found_in_the_templates() -> None:
    assert len(extract()) > 50
