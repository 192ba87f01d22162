"""Names shared by all generators, and the helpers that keep the output reproducible."""

from __future__ import annotations

import datetime as dt
import random
import re
import zipfile
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

SEED = 19580
YEARS = (2023, 2024, 2025)
QUARTERS = tuple(f"{year}Q{quarter}" for year in YEARS for quarter in (1, 2, 3, 4))

HYDRAULICS, SHAFTS, GUIDES, SENSORS = "液压件", "精密轴", "导轨", "传感组件"
PRODUCT_LINES = (HYDRAULICS, SHAFTS, GUIDES, SENSORS)
PRODUCT_LINES_EN = {
    HYDRAULICS: "hydraulics",
    SHAFTS: "precision shafts",
    GUIDES: "linear guides",
    SENSORS: "sensor modules",
}

CUSTOMER_GROUPS = ("工程机械主机厂", "机床厂", "自动化集成商", "经销商", "维修市场")
CUSTOMER_GROUPS_EN = {
    "工程机械主机厂": "construction machinery OEM",
    "机床厂": "machine tool OEM",
    "自动化集成商": "automation integrator",
    "经销商": "distributor",
    "维修市场": "aftermarket",
}

PLANT_A, PLANT_B, HEAD_OFFICE = "云港工厂", "临溪工厂", "总部"
SITES = (PLANT_A, PLANT_B, HEAD_OFFICE)

# Same instant for every archive member, so that two runs give the same bytes.
_ZIP_TIME = (2026, 1, 5, 9, 0, 0)
_ZIP_STAMP = b"2026-01-05T09:00:00Z"
_STAMPED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")


def rng_for(name: str, seed: int) -> random.Random:
    """A generator of its own for each file: changing one file leaves the others alone."""
    return random.Random(f"{seed}/{name}")


def quarter_of(day: dt.date) -> str:
    """The quarter of a day, written 2024Q3."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def rounded(value: float | Decimal, places: int) -> Decimal:
    """Round half up, as a person with a pocket calculator does."""
    step = Decimal(1).scaleb(-places)
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    return exact.quantize(step, rounding=ROUND_HALF_UP)


def pick(rng: random.Random, weights: Mapping[str, float]) -> str:
    """One key, drawn with the given weights."""
    return rng.choices(list(weights), weights=list(weights.values()))[0]


def normalise_zip(path: Path) -> None:
    """Rewrite an Office file with fixed times, in its archive entries and in its core properties."""
    with zipfile.ZipFile(path) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            if name == "docProps/core.xml":
                content = _STAMPED.sub(rb"\g<1>" + _ZIP_STAMP + rb"\g<2>", content)
            info = zipfile.ZipInfo(name, _ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            info.create_system = 3
            archive.writestr(info, content)
