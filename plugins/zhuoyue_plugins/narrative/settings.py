"""Settings of a source whose collector is `narrative`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Settings(BaseModel):
    """Settings of the collector `narrative`."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    folder: str
    """Folder of the texts, relative to the project."""
    word_limit: int | None = Field(default=None, ge=1)
    """Longest text of an item, in Han characters plus words of other scripts; nothing means no limit."""
    limits: Mapping[str, Annotated[int, Field(ge=1)]] = {}
    """Limits of single items or profile sections by code; they prevail over `word_limit`."""
    max_bytes: int = Field(default=1 << 20, ge=1)
    """A larger file is refused without being read."""
