"""RADAR has every property of the kit."""

from __future__ import annotations

from zhuoyue.testing import SchemeProperties
from zhuoyue_plugins.radar.scheme import Radar


class TestRadar(SchemeProperties):
    scheme = Radar()
    tries = 20
