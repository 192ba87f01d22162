"""Text in Chinese and English."""

from __future__ import annotations

import re
from typing import Any, Literal

from pydantic import model_validator

from zhuoyue.errors import SettingError
from zhuoyue.model.base import Model

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
_HAN = re.compile(r"[\u3400-\u9fff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def clean(text: str) -> str:
    """Drop control characters, which spreadsheets hide in cells and which XML does not allow."""
    return _CONTROL.sub("", text)


class Text(Model):
    """A text in Chinese, English or both. A plain string is taken as Chinese if it holds Han characters."""

    zh: str = ""
    """The text in Chinese; empty when there is none."""
    en: str = ""
    """The text in English; empty when there is none."""

    @model_validator(mode="before")
    @classmethod
    def _from_string(cls, value: Any) -> Any:
        if isinstance(value, str):
            value = {"zh": value} if _HAN.search(value) else {"en": value}
        if isinstance(value, dict):
            return {key: clean(text) if isinstance(text, str) else text for key, text in value.items()}
        return value

    @model_validator(mode="after")
    def _not_empty(self) -> Text:
        if not (self.zh.strip() or self.en.strip()):
            raise SettingError("needs a text in zh, en or both", "需要文字：zh、en 至少写一个")
        return self

    def get(self, language: str) -> str:
        """Return the text in `language`, else in the other one."""
        first, second = (self.zh, self.en) if language == "zh" else (self.en, self.zh)
        return first or second

    def language(self, wanted: str) -> Language:
        """Return the language of what `get(wanted)` returns, for the page's `lang` attribute."""
        if wanted == "zh":
            return "zh" if self.zh else "en"
        return "en" if self.en else "zh"

    def __str__(self) -> str:
        return self.en or self.zh


def same(value: str) -> Text:
    """Return a text which reads the same in both languages: a name, a code, a unit."""
    return Text(zh=value, en=value)
