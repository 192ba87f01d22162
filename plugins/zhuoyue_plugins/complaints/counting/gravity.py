"""The order of severities: that of gravity, where the settings say what it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence


def in_order_of(severities: Sequence[str]) -> Callable[[str | None], tuple[int, str]]:
    """Return the key that sorts severities: those of the settings as they stand there, then others, blank last."""
    places = {word: place for place, word in enumerate(severities)}
    return lambda word: (len(places) + 1, "") if word is None else (places.get(word, len(places)), word)


def sorted_severities(severities: Sequence[str], found: Iterable[str | None]) -> list[str | None]:
    """Return the severities of the settings, and those found besides, in order."""
    return sorted({*severities, *found}, key=in_order_of(severities))
