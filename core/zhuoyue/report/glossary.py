"""Terms with their definitions, and marking them in our own sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup, escape

from zhuoyue.model.text import Text


@dataclass(frozen=True)
class Term:
    """One term."""

    key: str
    name: Text
    definition: Text
    aliases: Mapping[str, tuple[str, ...]]
    """Other words for it, by language."""

    def words(self, language: str) -> tuple[str, ...]:
        """Return the term and its other words."""
        return (self.name.get(language), *self.aliases.get(language, ()))


class Glossary:
    """All terms of one language."""

    def __init__(self, terms: Iterable[Term], language: str) -> None:
        self.language = language
        self.terms = tuple(terms)
        self._by_word = {word.casefold(): term for term in self.terms for word in (term.name.get(language),)}

    @property
    def sorted(self) -> tuple[Term, ...]:
        """Terms in the order of the data file, which goes by subject, for Chinese; by alphabet for English."""
        if self.language == "zh":
            return self.terms
        return tuple(sorted(self.terms, key=lambda term: term.name.get("en").casefold()))

    @property
    def words(self) -> tuple[str, ...]:
        """Every word and alias, for the search's dictionary."""
        return tuple(word for term in self.terms for word in term.words("zh"))

    def mark(self, text: str) -> Markup:
        """Escape `text`, with the definition as a tooltip on the first occurrence of each term."""
        seen: set[str] = set()
        parts: list[str] = []
        end = 0
        for match in self._pattern.finditer(text):
            term = self._by_word[match[0].casefold()]
            parts.append(str(escape(text[end : match.start()])))
            parts.append(str(escape(match[0])) if term.key in seen else self._abbreviation(match[0], term))
            seen.add(term.key)
            end = match.end()
        return Markup("".join([*parts, str(escape(text[end:]))]))  # noqa: S704 - every part is escaped

    def _abbreviation(self, word: str, term: Term) -> str:
        title = escape(term.definition.get(self.language))
        return f'<abbr title="{title}" tabindex="0">{escape(word)}</abbr>'

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        words = sorted(self._by_word, key=len, reverse=True)
        body = "|".join(map(re.escape, words)) or r"(?!)"
        return re.compile(body if self.language == "zh" else rf"\b(?:{body})\b", re.IGNORECASE)


def read_terms(data: Mapping[str, Any]) -> tuple[Term, ...]:
    """Return the terms of a parsed glossary file."""
    return tuple(
        Term(
            entry["key"],
            Text(zh=entry["zh"], en=entry["en"]),
            Text.model_validate(entry["definition"]),
            {language: tuple(words) for language, words in entry.get("aliases", {}).items()},
        )
        for entry in data["terms"]
    )
