"""Revenue by account and month, account register and visit log; the yearly sums are those of key-accounts.csv."""

from __future__ import annotations

import csv
import datetime as dt
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from generator.common import CUSTOMER_GROUPS, GUIDES, HYDRAULICS, PRODUCT_LINES, SENSORS, SHAFTS, YEARS, rng_for

MARGIN = {HYDRAULICS: 0.24, SHAFTS: 0.28, GUIDES: 0.21, SENSORS: 0.33}
SENSOR_MARGIN = {2023: 0.33, 2024: 0.26, 2025: 0.19}  # complaints and replacements eat it up
SEASON = (0.85, 0.7, 1.1, 1.05, 1.0, 1.05, 0.95, 0.95, 1.1, 1.0, 1.1, 1.15)


def _words(text: str) -> list[str]:
    return text.split()


STEADY, NEW_A_YEAR = 46, 36
# Chance of ending in a month, in the first year and after it; sensor accounts that began since 2024 leave early.
LEAVING = {"first": 0.008, "later": 0.006, "sensor": 0.08}
VISITED = {"钻石": 0.97, "金": 0.9, "银": 0.8, "铜": 0.66, "": 0.55}
KINDS = {"现场走访": 60, "技术交流": 22, "电话回访": 18}
SELLERS = ("客户经理一部", "客户经理二部", "应用工程组", "区域代表处")
PLACES = _words("澄岭 砚溪 栖霞坞 霁川 临泷 青笕 沅堰 禾墩 箬岭 潼湾 芦汀 檀浦 苕岸 汀罗 蘅渚 枫坪 硖峰 漪塘 屿前 岑港")
WORDS = _words("启衡 锐拓 恒驭 联璟 瑞铎 精岳 德琨 宏砺 凯驰远 众筑 力擎 天钧 博砼 优擘 信垚 卓轫")
TRADES = {
    "工程机械主机厂": "重工机械有限公司",
    "机床厂": "数控机床有限公司",
    "自动化集成商": "自动化技术有限公司",
    "经销商": "传动贸易有限公司",
    "维修市场": "设备维修服务部",
}
SURNAMES = _words("褚 卫 蒋 沈 韩 尤 施 孔 曹 严 华 魏 陶 姜 戚 谢 邹 喻 柏 窦 章 苏 潘 葛 奚 范 彭 郎")
GIVEN = _words("思远 明澈 若溪 景行 书妍 子墨 雨桐 承泽 婉清 君昊 知夏 一诺 沐阳 安歌 逸飞 静姝")


@dataclass
class Account:
    """One account of the records."""

    code: str
    group: str
    line: str
    tier: str
    start: dt.date
    months: dict[tuple[int, int], int] = field(default_factory=dict)
    """Revenue in 0.01 万元 by year and month."""
    last_visit: dt.date | None = None
    left: dt.date | None = None

    @property
    def ended(self) -> tuple[int, int]:
        """Last month with revenue."""
        return max(self.months)


def _parted(rng: random.Random, cents: int, weights: Sequence[float]) -> list[int]:
    """Part an amount by weights so that nothing is lost."""
    whole = sum(weights)
    parts = [int(cents * weight / whole) for weight in weights]
    parts[rng.randrange(len(parts))] += cents - sum(parts)
    return parts


def _day(rng: random.Random, first: int, last: int) -> dt.date:
    return dt.date(rng.randint(first, last), rng.randint(1, 12), rng.randint(1, 28))


def _known(rng: random.Random, records: Path) -> Iterator[Account]:
    """Yield the accounts of key-accounts.csv; their months add up to its years."""
    with (records / "key-accounts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        account = Account(row["客户编号"], row["客户群"], row["产品线"], row["等级"], _day(rng, 2008, 2022))
        if row["最近走访"]:
            account.last_visit = dt.date.fromisoformat(row["最近走访"])
        for year in YEARS:
            cents = int(Decimal(row[f"{year}收入_万元"]) * 100)
            ends = year < YEARS[-1] and Decimal(row[f"{year + 1}收入_万元"]) == 0
            months = range(1, rng.randint(8, 11) + 1) if ends else range(1, 13)
            weights = [SEASON[month - 1] * rng.uniform(0.7, 1.3) for month in months]
            for month, part in zip(months, _parted(rng, cents, weights) if cents else (), strict=False):
                account.months[year, month] = part
        yield account


def _others(rng: random.Random) -> Iterator[Account]:
    """Yield smaller accounts: some from before the records, the rest new in each year."""
    starts = [_day(rng, 2012, 2022) for _ in range(STEADY)]
    starts += [_day(rng, year, year) for year in YEARS for _ in range(NEW_A_YEAR)]
    for number, start in enumerate(starts, 65):
        group = rng.choices(CUSTOMER_GROUPS, weights=(10, 18, 26, 20, 26))[0]
        sensor = 40 if start.year >= 2023 else 14
        line = rng.choices(PRODUCT_LINES, weights=(34, 18, 18, sensor))[0]
        account = Account(f"KH{number:03d}", group, line, "", start)
        _fill(rng, account, rng.lognormvariate(5.9, 0.85))
        if account.months:
            yield account


def _fill(rng: random.Random, account: Account, size: float) -> None:
    """Give an account its months until it leaves, with gaps as small customers have them."""
    age = 0
    for year in YEARS:
        for month in range(1, 13):
            if (year, month) < (account.start.year, account.start.month):
                continue
            age = (year - account.start.year) * 12 + month - account.start.month
            early = LEAVING["sensor"] if account.line == SENSORS and account.start.year >= 2024 else LEAVING["first"]
            if account.months and rng.random() < (early if age <= 12 else LEAVING["later"]):
                return
            if age == 0 or rng.random() < 0.86:
                account.months[year, month] = max(30, int(size * SEASON[month - 1] * rng.uniform(0.5, 1.6)))


def _revenue(rng: random.Random, accounts: Iterable[Account]) -> list[list[str]]:
    """Return invoices: number, account, month, product line, amount and margin."""
    rows: list[list[str]] = []
    for account in accounts:
        for (year, month), cents in sorted(account.months.items()):
            lines = [account.line]
            if cents > 2000 and rng.random() < 0.15:
                lines.append(rng.choice([line for line in PRODUCT_LINES if line != account.line]))
            shares = [1.0] if len(lines) == 1 else [0.8, 0.2]
            for line, part in zip(lines, _parted(rng, cents, shares), strict=True):
                rate = SENSOR_MARGIN[year] if line == SENSORS else MARGIN[line]
                margin = int(part * (rate + rng.gauss(0.0, 0.03)))
                written = f"{year}年{month}月" if account.code.endswith("7") and year == 2024 else f"{year}-{month:02d}"
                rows.append([account.code, written, line, f"{part / 100:.2f}", f"{margin / 100:.2f}"])
    rows.sort(key=lambda row: (row[1].replace("年", "-").replace("月", ""), row[0], row[2]))
    return [[f"FP{number:05d}", *row] for number, row in enumerate(rows, 1)]


def _register(rng: random.Random, accounts: Sequence[Account], names: Mapping[str, str]) -> list[list[str]]:
    """Return the register, one row an account; a few rows are as people leave them."""
    rows = []
    for account in accounts:
        careful = {"钻石": 0.97, "金": 0.93, "银": 0.85, "铜": 0.75, "": 0.68}[account.tier]
        oldest = max(account.start, dt.date(2021, 1, 1))
        updated = dt.date(2025, rng.randint(1, 12), rng.randint(1, 28))
        if rng.random() > careful and oldest.year < 2025:
            updated = dt.date(rng.randint(oldest.year, 2024), rng.randint(1, 12), rng.randint(1, 28))
        updated = max(updated, account.start)
        contact = rng.choice(SURNAMES) + rng.choice(GIVEN) if rng.random() < 0.94 else ""
        left = account.left.isoformat() if account.left else ""
        rows.append(
            [
                account.code,
                names[account.code],
                account.group,
                account.line,
                account.start.isoformat(),
                contact,
                updated.isoformat() if rng.random() < 0.98 else "",
                left,
            ]
        )
    return rows


def _names(rng: random.Random, accounts: Sequence[Account]) -> dict[str, str]:
    pairs = [(place, word) for place in PLACES for word in WORDS]
    rng.shuffle(pairs)
    return {
        account.code: f"{place}{word}{TRADES[account.group]}"
        for account, (place, word) in zip(accounts, pairs, strict=False)
    }


def _visits(rng: random.Random, accounts: Iterable[Account]) -> list[list[str]]:
    """Return the visit log: monthly in the first year, quarterly after, as often as the tier makes people go."""
    rows = []
    for account in accounts:
        days: set[dt.date] = set()
        for year in YEARS:
            for month in range(1, 13):
                day = dt.date(year, month, rng.randint(1, 28))
                age = (year - account.start.year) * 12 + month - account.start.month
                new = 0 < age <= 12
                if day < account.start or (year, month) > account.ended or not (new or month % 3 == rng.randint(0, 2)):
                    continue
                zeal = VISITED[account.tier] * (0.85 if account.line == SENSORS and year > 2023 else 1)
                if rng.random() < zeal:
                    days.add(day)
        if account.last_visit:
            days = {day for day in days if day < account.last_visit} | {account.last_visit}
        for day in sorted(days):
            kind = rng.choices(list(KINDS), weights=list(KINDS.values()))[0]
            rows.append([account.code, day.isoformat(), kind, rng.choice(SELLERS)])
    rows.sort(key=lambda row: (row[1], row[0]))
    return rows


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def write_account_history(out: Path, seed: int) -> dict[str, dict[str, int]]:
    """Write account-revenue.csv, account-register.csv and account-visits.csv; returns what was planted."""
    rng = rng_for("account history", seed)
    accounts = [*_known(rng, out), *_others(rng)]
    for account in accounts:
        year, month = account.ended
        if (year, month) < (2025, 3) and rng.random() < 0.3:
            account.left = dt.date(year, month, 28) + dt.timedelta(days=rng.randint(20, 120))
    names = _names(rng, accounts)
    revenue, register, visits = _revenue(rng, accounts), _register(rng, accounts, names), _visits(rng, accounts)
    planted = _soil(rng, revenue, register, visits)
    _write(out / "account-revenue.csv", ["凭证号", "客户编号", "月份", "产品线", "收入_万元", "毛利_万元"], revenue)
    head = ["客户编号", "客户名称", "客户群", "主要产品线", "合作开始", "联系人", "档案更新", "离开日期"]
    _write(out / "account-register.csv", head, register)
    _write(out / "account-visits.csv", ["客户编号", "走访日期", "方式", "走访人"], visits)
    return planted


def _soil(
    rng: random.Random, revenue: list[list[str]], register: list[list[str]], visits: list[list[str]]
) -> dict[str, dict[str, int]]:
    """Plant the dirt that real records have, and count it."""
    for row in rng.sample(revenue, 6):  # sent twice
        revenue.append(list(row))
    number = 90000
    odd = {"2024-05": "-0.86", "2025-02": "-1.20", "2024-09": "", "2025-06": "", "2025-07": ""}
    for month, amount in odd.items():
        number += 1
        revenue.append([f"FP{number}", "KH070", month, HYDRAULICS, amount, "-0.20" if amount else ""])
    for code, month in (("KH801", "2024-11"), ("KH801", "2024-12"), ("KH802", "2025-03"), ("KH066", "2026-01")):
        number += 1
        revenue.append([f"FP{number}", code, month, GUIDES, "3.50", "0.70"])
    register += [list(register[10]), list(register[90]), list(register[101])]
    sample = f"{PLACES[0]}样品{TRADES['机床厂']}"
    register.append(["KH803", sample, "机床厂", GUIDES, "2025-08-11", "", "2025-08-11", ""])
    register[70][6] = "2023-02-30"
    for row in visits[40:44]:
        visits.append([f"KH9{row[0][3:]}", *row[1:]])
    visits += [list(visits[100]), list(visits[200])]
    return {
        "account-revenue.csv": {"rows": len(revenue), "repeated": 6, "no_amount": 3, "credit_notes": 2, "later": 1},
        "account-register.csv": {"rows": len(register), "repeated": 3, "bad_day": 1, "never_any_revenue": 1},
        "account-visits.csv": {"rows": len(visits), "unknown_accounts": 4, "repeated": 2},
    }
