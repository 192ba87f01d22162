"""Small registers: suppliers, key accounts, competencies, staff survey and needs of the segments."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Sequence
from pathlib import Path

from generator.common import CUSTOMER_GROUPS, PRODUCT_LINES, YEARS, rng_for

SUPPLY = {
    "铸锻件": (18, 98.1),
    "棒料": (10, 98.9),
    "密封件": (8, 98.6),
    "轴承": (7, 99.3),
    "电子元件": (11, 96.2),
    "外协": (8, 97.0),
}
ROLES = {
    "磨削操作工": ("精密测量", "磨削工艺", "设备自主保全"),
    "装配操作工": ("装配防错", "清洁度控制", "精密测量"),
    "质量工程师": ("统计过程控制", "8D 问题解决", "测量系统分析"),
    "液压研发工程师": ("液压系统仿真", "FMEA", "试验设计"),
    "传感器工程师": ("标定技术", "环境试验", "嵌入式软件"),
    "客户经理": ("需求挖掘", "投诉沟通", "合同与信用"),
    "班组长": ("TWI 工作指导", "目视化管理", "安全管理"),
}
# need: importance 1-10, then performance 1-10 for each segment in the order of CUSTOMER_GROUPS
NEEDS = {
    "产品可靠性": (9.6, (8.5, 8.4, 6.9, 8.0, 8.1)),
    "精度一致性": (9.1, (8.2, 8.6, 7.2, 7.9, 7.6)),
    "准时交付": (9.0, (8.4, 8.1, 7.6, 7.9, 7.2)),
    "投诉快速解决": (8.6, (7.7, 7.6, 6.3, 7.2, 6.8)),
    "选型与应用支持": (7.9, (7.8, 7.7, 6.8, 6.9, 6.4)),
    "价格": (8.2, (6.9, 6.8, 6.9, 6.6, 6.7)),
    "定制能力": (7.3, (8.1, 7.9, 7.4, 5.9, 5.6)),
    "备件可得性": (7.6, (7.5, 7.2, 7.0, 7.4, 6.6)),
}


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    content = [[str(cell) for cell in row] for row in rows]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(content)
    return len(content)


def _suppliers(rng: random.Random) -> list[list[object]]:
    rows: list[list[object]] = []
    number = 0
    for kind, (count, quality) in SUPPLY.items():
        for _ in range(count):
            number += 1
            own = quality + rng.gauss(0.0, 0.9)
            for year in YEARS:
                drift = (-0.5 if kind == "电子元件" else 0.25) * (year - 2023)
                passed = min(100.0, own + drift + rng.gauss(0.0, 0.3))
                delivery = min(100.0, 93 + 0.9 * (year - 2023) + rng.gauss(0.0, 2.5))
                grade = "A" if passed >= 99 and delivery >= 93 else "B" if passed >= 97 else "C"
                spend = f"{rng.lognormvariate(6.2, 0.7):.2f}"
                rows.append([f"GY{number:03d}", kind, year, spend, f"{passed:.2f}", f"{delivery:.1f}", grade])
    return rows


def _accounts(rng: random.Random) -> list[list[object]]:
    rows: list[list[object]] = []
    for index in range(1, 65):
        size = rng.lognormvariate(6.4, 0.75)
        line = rng.choices(PRODUCT_LINES, weights=(44, 24, 20, 12))[0]
        lost = {2024: rng.random() < 0.05, 2025: rng.random() < (0.20 if line == "传感组件" else 0.04)}
        revenue, gone = [], False
        for year in YEARS:
            gone = gone or lost.get(year, False)
            revenue.append("0.00" if gone else f"{size * (1.05 ** (year - 2023)) * rng.uniform(0.85, 1.15):.2f}")
        tier = "钻石" if size >= 1500 else "金" if size >= 800 else "银" if size >= 450 else "铜"
        visit = "" if gone and rng.random() < 0.5 else f"2025-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
        rows.append([f"KH{index:03d}", rng.choice(CUSTOMER_GROUPS[:4]), line, tier, *revenue, visit])
    return rows


def _competencies(rng: random.Random) -> list[list[object]]:
    rows: list[list[object]] = []
    for role, abilities in ROLES.items():
        for ability in abilities:
            for place in ("云港工厂", "临溪工厂"):
                required = rng.choice((3, 3, 4))
                start = required - rng.choice((0, 0, 1, 1) if role != "传感器工程师" else (1, 1, 2))
                for year in YEARS:
                    held = min(5, start + (rng.random() < 0.25 * (year - 2023)))
                    rows.append([year, place, role, ability, required, held])
    rows.sort(key=lambda row: int(str(row[0])))
    return rows


def write_registers(out: Path, seed: int) -> dict[str, dict[str, int]]:
    """Write the small registers; returns row counts."""
    suppliers = _suppliers(rng_for("suppliers", seed))
    accounts = _accounts(rng_for("accounts", seed))
    competencies = _competencies(rng_for("competency", seed))
    needs = [
        [group, need, importance, values[index]]
        for need, (importance, values) in NEEDS.items()
        for index, group in enumerate(CUSTOMER_GROUPS)
    ]
    tables = {
        "suppliers.csv": (
            ["供应商编号", "类别", "年度", "采购额_万元", "来料合格率_%", "准时交付率_%", "等级"],
            suppliers,
        ),
        "key-accounts.csv": (
            [
                "客户编号",
                "客户群",
                "产品线",
                "等级",
                "2023收入_万元",
                "2024收入_万元",
                "2025收入_万元",
                "最近走访",
            ],
            accounts,
        ),
        "competency.csv": (["年度", "工厂", "岗位", "能力", "要求等级", "实际等级"], competencies),
        "needs.csv": (["客户群", "需求", "重要度", "表现"], needs),
    }
    return {name: {"rows": _write(out / name, header, rows)} for name, (header, rows) in tables.items()}
