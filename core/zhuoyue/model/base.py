"""What every noun shares: frozen pydantic models, exact numbers, stable names."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, PlainSerializer, StringConstraints, WithJsonSchema


class Model(BaseModel):
    """Base of every noun: immutable, no unknown fields, field docs taken from attribute docstrings."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


def plain(value: Decimal) -> str:
    """Write a Decimal without exponent and without trailing zeros: `56`, `450.75`, `0.5`."""
    text = format(value.normalize(), "f")
    return "0" if text in {"-0", "0"} else text


def signed(value: Decimal) -> str:
    """Write a difference for people to read: `+4.35`, `−4.35` with a real minus sign, `0`."""
    return ("+" if value > 0 else "") + plain(value).replace("-", "\u2212")


Number = Annotated[
    Decimal,
    PlainSerializer(plain, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d+(\.\d+)?$", "description": "exact decimal"}),
]
"""An exact number; written to JSON as a string so that no reader turns it into a binary float."""

SLUG = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"
Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=120)]
"""A stable id or name: letters, digits, dot, hyphen, underscore."""

Period = Annotated[str, StringConstraints(pattern=r"^\d{4}(-(Q[1-4]|H[12]|W\d{2}|\d{2}(-\d{2})?))?$")]
"""A period of time: `2025`, `2025-H1`, `2025-Q3`, `2025-07`, `2025-W31` or `2025-07-14`; sorts as text."""

ItemId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]*:[A-Za-z0-9.]+$")]
"""Criteria and item code, `gbt19580-2012:4.3.3`; the code alone is ambiguous between editions."""


class Visibility(StrEnum):
    """Who may see a thing: public < internal < confidential."""

    PUBLIC = "public"
    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"

    @property
    def level(self) -> int:
        """0 for public, 1 for internal, 2 for confidential."""
        return list(Visibility).index(self)

    def shows(self, thing: Visibility) -> bool:
        """Tell whether a publication of this tier may carry `thing`."""
        return thing.level <= self.level
