"""What a coefficient raises that the ratings cannot give."""

from __future__ import annotations

from zhuoyue.model.text import Text


class UndefinedError(Exception):
    """The ratings do not determine the coefficient; `reason` says why in both languages."""

    def __init__(self, en: str, zh: str) -> None:
        self.reason = Text(en=en, zh=zh)
        super().__init__(en)
