"""Criteria and results in the formats of other tools. The names listed here are public; plugins may import them."""

from __future__ import annotations

from zhuoyue.interchange.oscal_names import (
    NS,
    OSCAL_VERSION,
    control_id,
    line,
    prop,
    stable_uuid,
    stamp,
    text_props,
    token,
)
from zhuoyue.interchange.oscal_writing import oscal_catalog

__all__ = [
    "NS",
    "OSCAL_VERSION",
    "control_id",
    "line",
    "oscal_catalog",
    "prop",
    "stable_uuid",
    "stamp",
    "text_props",
    "token",
]
