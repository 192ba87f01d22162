"""Settings of a source whose collector is `documents`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from zhuoyue import EvidenceRole

_CONFIG = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Defaults(BaseModel):
    """What holds for a file when neither the register nor the file itself says otherwise."""

    model_config = _CONFIG

    role: EvidenceRole | None = None
    """What the files show: method, deployment, review or result."""
    units: tuple[str, ...] = ()
    """Organisational units the files cover."""
    observed_on: date | None = None
    """Day the files speak of."""
    valid_until: date | None = None
    """Last day the files may be relied on."""
    relates_to: tuple[str, ...] = ()
    """Ids of measures which show the effect of what the files describe."""


class Settings(BaseModel):
    """Settings of the collector `documents`."""

    model_config = _CONFIG

    folder: str
    """Folder of the files, relative to the project."""
    # Hence the alias: a field called `register` would shadow a method that pydantic inherits.
    register_file: str | None = Field(default=None, alias="register")
    """CSV file that lists the files and what is known of them, relative to the project."""
    pattern: str = "**/*"
    """Which files of the folder to take; `*` stays within a folder, `**` goes through all of them."""
    by_path: Mapping[str, tuple[str, ...]] = {}
    """Items by pattern of the path inside the folder, e.g. `"audits/**" = ["4.6.2"]`."""
    defaults: Defaults = Defaults()
    """What holds for a file when neither the register nor the file itself says otherwise."""
    text_characters: int = Field(default=4000, ge=0, le=100_000)
    """Characters of searchable text kept of each file."""
    max_bytes: int = Field(default=50_000_000, ge=0)
    """Of a larger file only the hash is taken; its text is not read."""
