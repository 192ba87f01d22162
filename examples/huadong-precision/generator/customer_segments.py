"""The segment register: who the customers are. One segment is known by name only, and one kind of customers is not."""

from __future__ import annotations

import csv
from pathlib import Path

from generator.common import CUSTOMER_GROUPS, rng_for

# segment: (kind, usual number of customers, who is responsible); a number of 0 is not known
SEGMENTS = {
    CUSTOMER_GROUPS[0]: ("直接顾客", 46, "营销中心"),
    CUSTOMER_GROUPS[1]: ("直接顾客", 88, "营销中心"),
    CUSTOMER_GROUPS[2]: ("直接顾客", 170, "营销中心"),
    CUSTOMER_GROUPS[3]: ("直接顾客", 62, "营销中心"),
    CUSTOMER_GROUPS[4]: ("间接顾客", 2400, "客服部"),
    "终端设备用户": ("间接顾客", 0, ""),
    "潜在顾客": ("潜在顾客", 120, "营销中心"),
}


def write_customer_segments(out: Path, seed: int) -> dict[str, dict[str, int]]:
    """Write customer-segments.csv; returns the number of rows and of segments without a number."""
    rng = rng_for("customer-segments", seed)
    rows = [
        [name, kind, round(number * rng.uniform(0.95, 1.05)) if number else "", owner]
        for name, (kind, number, owner) in SEGMENTS.items()
    ]
    with (out / "customer-segments.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["客户群", "顾客类型", "客户数", "责任部门"])
        writer.writerows(rows)
    return {"customer-segments.csv": {"rows": len(rows), "without_number": sum(row[2] == "" for row in rows)}}
