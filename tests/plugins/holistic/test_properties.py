"""The holistic scheme has every property of the kit."""

from __future__ import annotations

from zhuoyue.testing import SchemeProperties
from zhuoyue_plugins.holistic.scheme import Holistic


class TestHolistic(SchemeProperties):
    scheme = Holistic()
