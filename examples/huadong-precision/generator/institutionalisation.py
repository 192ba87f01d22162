"""How far nine processes are part of the company's way of working: twelve practices in two or three places each year.

The story: purchasing, manufacturing, equipment and orders are run by the book; but where people check their own work
(training, customer service, engineering change, the sensor project) nobody else does, and experience stays where it was
made. One open mark of the last year is decided by the team, others wait.
"""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from generator.common import HEAD_OFFICE, PLANT_A, PLANT_B, YEARS, rng_for

HEADER = (
    *("年度", "过程", "实例", "实践", "判定", "客观证据", "访谈确认", "弱项"),
    *("评价组决定", "决定人", "决定理由"),
)
PRACTICES = ("1.1", *(f"2.{number}" for number in range(1, 11)), "3.1", "3.2")
SENSOR_CENTRE, MARKETING = "传感器事业部", "营销中心"
# process: (code of its documents, instances, strength from 0 to 1 in 2025, whether anybody looked at GP 1.1)
PROCESSES: dict[str, tuple[str, tuple[str, ...], float, bool]] = {
    "设计开发": ("SJ", ("液压阀换代项目", "导轨轻量化项目", "传感模块项目"), 0.86, True),
    "采购与供方管理": ("CG", (PLANT_A, PLANT_B), 0.93, True),
    "生产制造": ("SC", (PLANT_A, PLANT_B), 0.97, True),
    "设备管理": ("SB", (PLANT_A, PLANT_B), 0.9, True),
    "检验与测量": ("JY", (PLANT_A, PLANT_B, SENSOR_CENTRE), 0.84, True),
    "订单与交付": ("DD", (PLANT_A, PLANT_B), 0.9, True),
    "顾客服务": ("FW", (HEAD_OFFICE, MARKETING), 0.68, True),
    "人员培训": ("PX", (HEAD_OFFICE, PLANT_A, PLANT_B), 0.88, True),
    "工程变更": ("BG", ("液压阀换代项目", "传感模块项目"), 0.72, False),
}
ARTEFACTS = {
    "1.1": ("过程输出抽样清单", "记录抽查表"),
    "2.1": ("管理手册 {code} 章", "过程方针"),
    "2.2": ("{code} 年度工作计划", "{code} 过程策划书"),
    "2.3": ("预算与人员配置表", "资源需求表"),
    "2.4": ("岗位职责说明书", "过程责任矩阵"),
    "2.5": ("培训计划与记录", "上岗资格清单"),
    "2.6": ("文件受控清单", "版本与基线记录"),
    "2.7": ("相关方沟通计划", "联合评审纪要"),
    "2.8": ("过程指标月报", "偏差与措施跟踪表"),
    "2.9": ("内部过程审核报告", "产品审核记录"),
    "2.10": ("管理评审纪要", "季度经营例会纪要"),
    "3.1": ("{code} 标准作业程序及裁剪记录", "过程裁剪表"),
    "3.2": ("经验教训库条目", "过程度量库"),
}
WEAKNESSES = {
    "2.1": "方针未说明例外由谁批准",
    "2.2": "计划未随订单变化更新",
    "2.3": "检测设备不足，需排队使用",
    "2.4": "接口岗位的职责重叠",
    "2.5": "新员工先上岗后培训",
    "2.6": "现场发现作废版本的文件",
    "2.7": "供方未参加设计评审",
    "2.8": "指标有数据但没有规定偏差界限",
    "2.9": "检查由执行者本人完成",
    "2.10": "评审决定没有跟踪到关闭",
    "3.1": "裁剪没有依据，也无人批准",
    "3.2": "经验只留在项目组内部",
}
# (year, process, practice): marks by instance, where the story needs them
STORY: dict[tuple[int, str, str], tuple[str, ...]] = {
    (2025, "设计开发", "2.9"): ("FI", "LI", "PI"),
    (2025, "设计开发", "3.2"): ("LI", "LI", "NI"),
    (2025, "检验与测量", "2.5"): ("FI", "FI", "PI"),
    (2025, "检验与测量", "2.9"): ("LI", "LI", "LI"),
    (2025, "检验与测量", "3.1"): ("FI", "LI", "NI"),
    (2025, "顾客服务", "2.8"): ("PI", "PI"),
    (2025, "顾客服务", "2.9"): ("NI", "NI"),
    (2025, "顾客服务", "2.10"): ("LI", "PI"),
    (2025, "顾客服务", "3.2"): ("NI", "NI"),
    (2025, "人员培训", "2.9"): ("PI", "PI", "PI"),
    (2025, "人员培训", "3.2"): ("PI", "NI", "PI"),
    (2025, "工程变更", "2.7"): ("LI", "PI"),
    (2025, "工程变更", "2.9"): ("PI", "NI"),
    (2025, "工程变更", "3.1"): ("FI", "NY"),
    (2025, "工程变更", "3.2"): ("NY", "NY"),
    (2025, "订单与交付", "2.7"): ("LI", "LI"),
    (2025, "采购与供方管理", "3.2"): ("PI", "NI"),
    (2024, "设计开发", "2.9"): ("LI", "PI", "NI"),
    (2024, "设计开发", "3.2"): ("PI", "NI", "NI"),
    (2024, "生产制造", "3.2"): ("LI", "PI"),
    (2023, "生产制造", "2.9"): ("LI", "PI"),
}
SETTLED = frozenset({"生产制造", "设备管理", "人员培训", "采购与供方管理", "订单与交付"})
"""Processes that had no practice below LI in 2025 but for what the story says."""
# (year, process, practice or goal): decision, who, why
DECISIONS = {
    (2025, "检验与测量", "2.5"): (
        "LI",
        "陈岚",
        "仅传感器事业部一处不足，涉及新招的 3 名检验员，已列入 2026 年一季度培训计划",
    ),
    (2025, "生产制造", "GG2"): ("是", "陈岚", "各弱项互不相关，均已有整改措施，不妨碍目标"),
    (2025, "生产制造", "GG3"): ("是", "陈岚", "经验库的弱项只涉及检索方式"),
    (2025, "设备管理", "GG2"): ("是", "赵敏", "弱项限于备件计划的更新，影响小"),
    (2024, "生产制造", "3.2"): ("LI", "陈岚", "云港工厂已建库，临溪工厂当年四季度启用"),
    (2023, "生产制造", "2.9"): ("LI", "陈岚", "临溪工厂审核员当年离岗，已补充"),
}
BARE = {(2025, "顾客服务", "2.4"), (2025, "顾客服务", "2.7"), (2025, "工程变更", "2.4")}
"""Marked FI or LI on somebody's word alone."""


def _drawn(strength: float, rng: random.Random, least: str) -> str:
    value = rng.random()
    marks = ["FI", "LI", "PI", "NI"]
    mark = marks[(value > strength * 0.72) + (value > strength) + (value > strength + 0.6 * (1 - strength))]
    return "LI" if least == "LI" and mark in ("PI", "NI") else mark


def _marks(year: int, process: str, practice: str, rng: random.Random) -> tuple[str, ...]:
    """Return a mark for each instance; practices on which a whole company agrees seldom differ by place."""
    _, instances, strength, _ = PROCESSES[process]
    if practice == "1.1":
        return tuple("FI" if rng.random() < 0.8 else "LI" for _ in instances)
    least = "LI" if process in SETTLED and year == 2025 else ""
    drawn = [_drawn(strength - 0.11 * (2025 - year), rng, least) for _ in instances]
    if {"PI", "NI"} & set(drawn) and {"FI", "LI"} & set(drawn):  # what is mixed is so by the story, not by chance
        drawn = [drawn[0] if drawn[0] in ("FI", "LI") else "PI"] * len(instances)
    return STORY.get((year, process, practice), tuple(drawn))


def _rows(rng: random.Random) -> Iterator[list[str]]:
    for year in YEARS:
        for process, (code, instances, _, looked) in PROCESSES.items():
            for practice in PRACTICES if looked else PRACTICES[1:]:
                marks = _marks(year, process, practice, rng)
                for instance, mark in zip(instances, marks, strict=True):
                    about = f"GP {practice}"
                    yield [
                        str(year),
                        process,
                        instance,
                        about,
                        mark,
                        *_behind(year, process, practice, mark, code, rng),
                    ]
                if (year, process, practice) in DECISIONS:
                    yield [str(year), process, "", about, *[""] * 4, *DECISIONS[year, process, practice]]
            for goal in ("GG2", "GG3"):
                if (year, process, goal) in DECISIONS:
                    yield [str(year), process, "", goal, *[""] * 4, *DECISIONS[year, process, goal]]


def _behind(year: int, process: str, practice: str, mark: str, code: str, rng: random.Random) -> list[str]:
    """Artefact, affirmation and weakness of a mark, and no decision."""
    artefact = rng.choice(ARTEFACTS[practice]).format(code=code)
    said = rng.choice(("过程负责人", "班组长", "执行人员"))
    weakness = WEAKNESSES.get(practice, "抽样不足")
    bare = (year, process, practice) in BARE
    by_mark = {
        "FI": ["" if bare else artefact, said, ""],
        "LI": ["" if bare else artefact, said, weakness],
        "PI": ["", said, weakness],
        "NI": ["", "", weakness],
        "NY": ["", "", ""],
    }
    return [*by_mark[mark], "", "", ""]


def write_institutionalisation(out: Path, seed: int) -> dict[str, dict[str, int]]:
    """Write institutionalisation.csv; returns what was planted of the last year."""
    rows = list(_rows(rng_for("institutionalisation", seed)))
    with (out / "institutionalisation.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(rows)
    last = [row for row in rows if row[0] == str(YEARS[-1]) and row[4] and row[3] != "GP 1.1"]
    cells: dict[tuple[str, str], set[str]] = {}
    for row in last:
        cells.setdefault((row[1], row[3]), set()).add(row[4])
    mixed = [key for key, marks in cells.items() if marks & {"FI", "LI"} and marks & {"PI", "NI"}]
    decided = {(process, f"GP {code}") for year, process, code in DECISIONS if year == YEARS[-1]}
    planted = {
        "rows": len(rows),
        "open": sum(key not in decided for key in mixed),
        "decided": sum(key in decided for key in mixed),
        "bare": sum(row[4] in ("FI", "LI") and not row[5] for row in last),
        **{f"marks_{mark}": count for mark, count in sorted(Counter(row[4] for row in last).items())},
    }
    return {"institutionalisation.csv": planted}
