"""Every figure against an independent computation: on small dirty records, and on those of the example."""

from __future__ import annotations

import datetime as dt
import random
import tomllib
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from zhuoyue import Collected

from .conftest import CONFIG, HEADS, Kit, codes, points, rows
from .oracle import Oracle, day_of, half_up, read

EXAMPLE = Path(__file__).parents[3] / "examples" / "huadong-precision"
AS_OF = dt.date(2025, 12, 31)
SMALL = {
    "revenue": ("revenue.csv", "Account", "Month", "Amount", "Margin"),
    "register": ("register.csv", "Account", "Start", "Left", "Updated", "Contact"),
    "visits": ("visits.csv", "Account", "Date"),
}
LARGE = {
    "revenue": ("records/account-revenue.csv", "客户编号", "月份", "收入_万元", "毛利_万元"),
    "register": ("records/account-register.csv", "客户编号", "合作开始", "离开日期", "档案更新", "联系人"),
    "visits": ("records/account-visits.csv", "客户编号", "走访日期"),
}


def dirty(root: Path) -> None:
    """Write three years of 60 accounts with gaps, returns, credit notes, odd months, and rows that count nowhere."""
    rng = random.Random(1963)
    revenue, register, visits = [], [], []
    for number in range(60):
        code = f"A{number:02d}"
        size = rng.choice((12, 30, 45, 80, 120, 300))
        began = rng.randint(-30, 30)
        ends = rng.choice((99, 99, 99, began + rng.randint(2, 20), rng.randint(5, 34)))
        quiet = range(rng.randint(4, 30), rng.randint(4, 30) + 4) if rng.random() < 0.3 else range(0)
        for at in range(max(0, began), min(36, ends)):
            if at in quiet or rng.random() < 0.15:
                continue
            year, month = 2023 + at // 12, at % 12 + 1
            forms = (f"{year}-{month:02d}", f"{year}年{month}月", f"{year}{month:02d}", f"{year}-{month:02d}-17")
            amount = Decimal(rng.randint(size * 50, size * 150)) / 100
            revenue.append(f"{code},{rng.choice(forms)},{amount},L{number % 3},{amount / 4}")
            if rng.random() < 0.04:
                revenue.append(f"{code},{year}-{month:02d},-{amount * 2},L1,-1")
        start = dt.date(2023 + began // 12, began % 12 + 1, 9)
        if rng.random() < 0.9:
            left = f"{min(2025, 2023 + ends // 12)}-{ends % 12 + 1:02d}-28" if ends < 36 and rng.random() < 0.5 else ""
            updated = rng.choice(("2025-05-01", "2024-12-30", "2024-12-31", "2022-02-02", "", "2026-03-03"))
            shown = start.isoformat() if rng.random() < 0.85 else ""
            register.append(
                f"{code},Name {number},G{number % 4},{shown},{rng.choice(('Li', 'Wu', ''))},{updated},{left}"
            )
        for at in range(max(0, began), min(36, ends)):
            if rng.random() < 0.4:
                visits.append(f"{code},{2023 + at // 12}-{at % 12 + 1:02d}-{rng.randint(1, 28):02d},call,x")
    revenue += ["B01,2024-13,5,L1,1", "B01,soon,5,L1,1", ",2024-01,5,L1,1", "B02,2024-02,,L1,", "B02,2024-02,abc,L1,1"]
    revenue += ["A01,2026-02,5,L1,1", "B03,2024Q2,7,L1,1", "B04,2024-05,-9,L2,-1"]
    register += ["A03,Twice,G1,2020-01-01,Li,2020-01-01,", ",Nobody,,,,,", "C01,Silent,G1,2024-01-01,Li,2025-01-01,"]
    register += ["C02,Backwards,G1,2024-05-05,Li,2025-01-01,2024-01-01"]
    visits += ["Z99,2024-03-03,call,x", "A01,2024-02-30,call,x", ",2024-03-03,call,x", "A01,2026-03-03,call,x"]
    for name, lines in (("revenue", revenue), ("register", register), ("visits", visits)):
        (root / f"{name}.csv").write_text("\n".join([HEADS[name], *lines]) + "\n", encoding="utf-8")


@pytest.fixture(scope="module", params=["dirty", "example"])
def pair(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Collected, Oracle]:
    """What the plugin shows, and the oracle over the same files."""
    root = tmp_path_factory.mktemp("records")
    if request.param == "dirty":
        dirty(root)
        tiers = [("Gold", "100"), ("Silver", "40"), ("Bronze", "0")]
        return Kit(root).collect(CONFIG), read(root, SMALL, tiers, 3, AS_OF)
    config = tomllib.loads((EXAMPLE / "zhuoyue.toml").read_text(encoding="utf-8"))
    (source,) = [one for one in config["sources"] if one["collector"] == "key-accounts"]
    own = {key: value for key, value in source.items() if key not in ("name", "collector", "items", "visibility")}
    tiers = [(one["title"]["en"], str(one["when"]["average_monthly_revenue_at_least"])) for one in own["tiers"]]
    tiers.append((own["default_tier"]["title"]["en"], "0"))
    collected = Kit(root).collect("", root=EXAMPLE, **own)
    return collected, read(EXAMPLE, LARGE, tiers, own["lost_after_months"], AS_OF, own["revenue"]["unique"])


def test_tiers(pair: tuple[Collected, Oracle]) -> None:
    collected, oracle = pair
    found = {(row["period"], row["tier"]): (row["accounts"], row["revenue"]) for row in rows(collected, "tiers")}
    for year in (2023, 2024, 2025):
        active = oracle.active(year)
        assert found[str(year), "all"] == (len(active), half_up(sum(active.values(), Fraction(0)), 2))
        for name, _ in oracle.tiers:
            mine = [amount for account, amount in active.items() if oracle.tier(account, year) == name]
            assert found[str(year), name] == (len(mine), half_up(sum(mine, Fraction(0)), 2))


def test_moves(pair: tuple[Collected, Oracle]) -> None:
    collected, oracle = pair
    names = {"not yet a customer": "new", "no revenue": "none"}
    for year in (2024, 2025):
        found = {
            (names.get(str(row["before"]), row["before"]), names.get(str(row["after"]), row["after"])): row["accounts"]
            for row in rows(collected, "moves")
            if row["period"] == str(year)
        }
        expected = oracle.moves(year)
        assert {key: count for key, count in found.items() if count} == expected


def test_concentration(pair: tuple[Collected, Oracle]) -> None:
    collected, oracle = pair
    for row in rows(collected, "concentration"):
        year = int(str(row["period"]))
        active = oracle.active(year)
        whole = sum(active.values(), Fraction(0))
        assert row["accounts"] == len(active)
        assert row["gini"] == half_up(oracle.gini(year), 4)
        assert row["hhi"] == half_up(oracle.hhi(year), 0)
        assert row["top"] == half_up(oracle.top(year), 2)
        assert row["top_margin"] == half_up(oracle.top(year, oracle.margin), 2)
        assert row["largest"] == half_up(100 * max(active.values()) / whole, 2)
    assert points(collected, "top-fifth")["2025"] == half_up(oracle.top(2025), 2)


def test_lorenz(pair: tuple[Collected, Oracle]) -> None:
    collected, oracle = pair
    amounts = sorted(oracle.active(2025).values())
    whole, count = sum(amounts, Fraction(0)), len(amounts)
    for row in rows(collected, "lorenz"):
        # x is rounded to two decimals; its place among the accounts is told by the nearest step.
        steps = count if count <= 100 else 100
        place = Fraction(round(Decimal(str(row["accounts"])) * steps / 100), steps) * count
        full = int(place)
        part = sum(amounts[:full], Fraction(0)) + (amounts[full] * (place - full) if place > full else 0)
        assert row["revenue"] == half_up(100 * part / whole, 2)


def test_churn(pair: tuple[Collected, Oracle]) -> None:
    collected, oracle = pair
    found = {row["period"]: row for row in rows(collected, "churn")}
    assert list(found) == ["2024", "2025"]
    for year in (2024, 2025):
        base, lost, back = oracle.churn(year)
        row = found[str(year)]
        assert (row["base"], row["lost"], row["back"]) == (base, lost, back)
        assert row["churn"] == half_up(Fraction(100 * lost, base), 2)
        assert points(collected, "retention")[str(year)] == 100 - half_up(Fraction(100 * lost, base), 2)


def test_churn_by_tier(pair: tuple[Collected, Oracle]) -> None:
    collected, oracle = pair
    found = {(row["period"], row["tier"]): (row["base"], row["lost"]) for row in rows(collected, "churn-tier")}
    expected = {
        (str(year), name): oracle.churn_of(year, name)
        for year in (2024, 2025)
        for name, _ in oracle.tiers
        if oracle.churn_of(year, name)[0]
    }
    assert found == expected


def test_survival(pair: tuple[Collected, Oracle]) -> None:
    collected, oracle = pair
    lives = oracle.lifetimes
    everybody = [row for row in rows(collected, "survival") if row["dimension"] == "all"]
    assert len(everybody) > 5
    for row in everybody:
        month = int(str(row["month"]))
        assert row["share"] == half_up(100 * oracle.survival([life[0] for life in lives], month), 2)
        if row["lost"]:
            assert row["lost"] == sum(lost and time == month for _, time, lost, _ in lives)
            assert row["at_risk"] == sum(entry < month <= time for _, time, _, entry in lives)
    starts = {row["group"]: row for row in rows(collected, "lifetimes") if row["dimension"] == "year of start"}
    for year in (2023, 2024):
        mine = [
            life[0] for life in lives if oracle.began(life[0]) // 12 == year and oracle.began(life[0]) >= oracle.first
        ]
        row = starts.get(f"started {year}")
        if row is not None:
            assert row["accounts"] == len(mine)
            assert row["after_1"] == half_up(100 * oracle.survival(mine, 12), 2)
        shares = points(collected, "new-loss")
        assert shares[str(year)] == half_up(100 - 100 * oracle.survival(mine, 12), 2)


def test_visits(pair: tuple[Collected, Oracle]) -> None:
    collected, oracle = pair
    months = [day.year * 12 + day.month - 1 for _, day in oracle.visits]
    due = oracle.due(min(months), 2025 * 12 + 11)
    for row in rows(collected, "visits"):
        mine = [
            one
            for one in due
            if one[2] // 12 == int(str(row["period"])) and (row["tier"] == "all" or one[4] == row["tier"])
        ]
        assert (row["due"], row["met"]) == (len(mine), sum(one[3] for one in mine))
        if row["tier"] != "all":
            assert row["accounts"] == len({one[0] for one in mine})
    for period, share in points(collected, "visits-met").items():
        year, quarter = int(period[:4]), int(period[-1]) - 1
        mine = [one for one in due if one[2] // 3 == year * 4 + quarter]
        assert share == half_up(Fraction(100 * sum(one[3] for one in mine), len(mine)), 2)


def test_records(pair: tuple[Collected, Oracle]) -> None:
    collected, oracle = pair
    found = {row["check"]: (row["count"], row["whole"]) for row in rows(collected, "records")}
    lost = {account for account in oracle.customers() if oracle.spells(account)[-1][2] is not None}
    current = [one for account, one in oracle.register.items() if account not in oracle.left and account not in lost]
    updated = [one[2] for one in current]
    days = [day if day and day <= AS_OF else None for day in map(day_of, updated)]
    assert found["record is stale"] == (sum(day is not None and day < dt.date(2024, 12, 31) for day in days), len(days))
    assert found["record says not when it was updated"] == (days.count(None), len(days))
    assert found["no contact person"] == (sum(not one[3] for one in current), len(days))
    known = oracle.customers()
    strangers = [account for account in oracle.revenue if account not in oracle.register]
    assert found["revenue, but not in the register"][0] == len(strangers)
    assert found["in the register, but never any revenue"][0] == len(set(oracle.register) - set(known))
    visitors = {account for account, _ in oracle.visits} - set(oracle.register) - set(known)
    unknown = sum(account in visitors for account, _ in oracle.visits)
    assert found["visits to accounts nobody knows"][0] == unknown


def test_what_was_set_aside_is_counted(tmp_path: Path) -> None:
    dirty(tmp_path)
    said = codes(Kit(tmp_path).collect(CONFIG))
    assert said["key-accounts-no-month"].startswith("2 rows ")
    assert said["key-accounts-later"].startswith("1 ")
    assert said["key-accounts-no-amount"].startswith("2 rows ")
    assert ": row " in said["key-accounts-no-amount"]
    assert said["key-accounts-register-repeated"].startswith("1 row ")
    assert said["key-accounts-left-order"].startswith("1 account ")
    assert said["key-accounts-unknown-visits"].startswith("1 visit ")
    assert "2 values are not" in said["tables-bad-value"] or "1 value is not" in said["tables-bad-value"]


def test_the_example_adds_up_to_the_years_of_the_account_list() -> None:
    import csv

    with (EXAMPLE / "records" / "key-accounts.csv").open(encoding="utf-8", newline="") as stream:
        listed = list(csv.DictReader(stream))
    sums: dict[tuple[str, str], Decimal] = {}
    seen = set()
    with (EXAMPLE / "records" / "account-revenue.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["凭证号"] not in seen and row["收入_万元"]:
                seen.add(row["凭证号"])
                key = row["客户编号"], row["月份"][:4]
                sums[key] = sums.get(key, Decimal(0)) + Decimal(row["收入_万元"])
    for row in listed:
        for year in ("2023", "2024", "2025"):
            assert sums.get((row["客户编号"], year), Decimal(0)) == Decimal(row[f"{year}收入_万元"])
