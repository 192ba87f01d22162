"""Both PDCA schemes have every property of the kit."""

from __future__ import annotations

from zhuoyue.testing import SchemeProperties
from zhuoyue_plugins.pdca.scheme import PdcaClassic, PdcaFineTuned


class TestClassic(SchemeProperties):
    scheme = PdcaClassic()
    tries = 20


class TestFineTuned(SchemeProperties):
    scheme = PdcaFineTuned()
    tries = 20
