"""Wrong settings and unreadable records: every message names what is wrong, where, and what was expected."""

from __future__ import annotations

import tomllib
from decimal import Decimal

import pytest
from pydantic import ValidationError

from zhuoyue_plugins.key_accounts.settings import KeyAccountsSettings

from .conftest import CONFIG, Kit, codes, rows

ROWS = "\n".join(f"A{number},2025-{month:02d},{number + 1},L1,1" for number in range(8) for month in range(1, 13))


def wrong(text: str) -> str:
    """Validate settings that are wrong, and return what is said."""
    with pytest.raises(ValidationError) as caught:
        KeyAccountsSettings.model_validate(tomllib.loads(text))
    return str(caught.value)


def tiers(*conditions: str) -> str:
    """Return the config with other tiers."""
    head = CONFIG.split("[[tiers]]")[0]
    return head + "".join(
        f'[[tiers]]\nname = "t{number}"\ntitle = "T{number}"\nwhen = {{ {when} }}\n'
        for number, when in enumerate(conditions)
    )


@pytest.mark.parametrize(
    ("config", "said"),
    [
        (CONFIG.replace('name = "silver"', 'name = "gold"'), "two tiers have the same name: gold"),
        (CONFIG.replace('title = "Silver"', 'title = " GOLD"'), "two tiers have the same title.en: gold"),
        (CONFIG.replace('name = "gold"', 'name = "New"'), "a tier cannot be called 'New'"),
        (tiers("", "revenue_at_least = 5"), "tier 't0' has no conditions, so t1 can never be reached"),
        (tiers("revenue_at_least = 3", "revenue_at_least = 8"), "tiers[1] 't1' can never be reached: tiers[0] 't0'"),
        (tiers("revenue_at_least = 3", 'revenue_at_least = 8, segment = "G1"'), "tiers[1] 't1' can never be reached"),
        (tiers("revenue_at_least = 8", "revenue_at_least = 3"), ""),
        (tiers('revenue_at_least = 3, segment = "G1"', "revenue_at_least = 8"), ""),
        (tiers('revenue_at_least = 3, product_line = "L"', "revenue_at_least = 8"), ""),
        (tiers("revenue_at_lest = 5"), "revenue_at_lest"),
        (tiers('segment = "G1"').replace('segment = "Group"\n', "").replace('name = "Name"\n', ""), "t0"),
        (CONFIG.replace(', margin = "Margin"', "") + "", ""),
        (CONFIG.replace("lost_after_months = 3", "lost_after_months = 0"), "lost_after_months"),
        (
            CONFIG.replace(
                'fields = { account = "Account", date', 'tiers = "golden"\nfields = { account = "Account", date'
            ),
            "did you mean 'gold'",
        ),
        (
            CONFIG.replace(', kind = "Kind"', "").replace("[[tiers]]", 'kinds_counted = "call"\n[[tiers]]', 1),
            "kinds_counted needs fields.kind",
        ),
        (CONFIG.replace('amount = "Amount", ', ""), "amount"),
        (CONFIG + "when = { revenue_at_least = 5 }\n", "default_tier takes the rest"),
        (CONFIG.replace('path = "revenue.csv"', ""), "needs either path"),
    ],
)
def test_wrong_settings(config: str, said: str) -> None:
    if said:
        assert said in wrong(config)


def test_a_fault_in_a_tier_is_the_only_one() -> None:
    with pytest.raises(ValidationError) as caught:
        KeyAccountsSettings.model_validate(tomllib.loads(tiers("revenue_at_lest = 5")))
    assert [error["loc"][-1] for error in caught.value.errors()] == ["revenue_at_lest"]
    assert "expected at least one tier" in wrong("tiers = []\n" + CONFIG.split("[[tiers]]")[0])


def test_rules_that_ask_for_columns_nobody_named() -> None:
    bare = tiers('product_line = "L1"').replace('product_line = "Line", ', "")
    assert "tier 't0' asks for product_line, but revenue.fields or register.fields name no such column" in wrong(bare)
    bare = tiers("margin_at_least = 5").replace(', margin = "Margin"', "")
    assert "tier 't0' asks for margin, but revenue.fields name no such column" in wrong(bare)
    bare = tiers('segment = "G1"').replace('segment = "Group"\n', "")
    assert "tier 't0' asks for segment, but register.fields name no such column" in wrong(bare)


def test_a_column_that_is_not_there(kit: Kit) -> None:
    text = kit.write(revenue=ROWS).fault(CONFIG.replace('amount = "Amount"', 'amount = "Amounts"'))
    assert "revenue.csv" in text
    assert "did you mean 'Amount'" in text


def test_a_tier_that_nobody_reaches(kit: Kit) -> None:
    config = tiers("revenue_at_least = 100000", 'product_line = "L2"', "revenue_at_least = 0")
    collected = kit.write(revenue=ROWS).collect(config)
    texts = [problem.text.en for problem in collected.problems if problem.code == "key-accounts-empty-tier"]
    assert any("no account ever reached tier 't0': revenue of the period ≥ 100000" in text for text in texts)
    assert any("tier 't1': no record has product_line 'L2' – did you mean 'L1'" in text for text in texts)


def test_product_lines_limit_what_counts(kit: Kit) -> None:
    rule = 'product_line = "X", average_monthly_revenue_at_least = 10'
    revenue = "\n".join(
        f"A,2025-{month:02d},9,X,1\nA,2025-{month:02d},9,Y,1\nB,2025-{month:02d},11,X,1" for month in range(1, 13)
    )
    collected = kit.write(revenue=revenue).collect(tiers(rule))
    found = {row["tier"]: row["accounts"] for row in rows(collected, "tiers")}
    assert found == {"T0": 1, "other": 1, "all": 2}


def test_a_new_account_is_measured_by_its_own_months(kit: Kit) -> None:
    revenue = "\n".join(
        [f"A,2025-{month:02d},50,L,1" for month in range(1, 13)] + ["B,2025-11,120,L,1", "B,2025-12,120,L,1"]
    )
    collected = kit.write(revenue=revenue).collect()
    assert {row["tier"]: row["accounts"] for row in rows(collected, "tiers")} == {
        "Gold": 1,
        "Silver": 1,
        "Bronze": 0,
        "all": 2,
    }


@pytest.mark.parametrize("text", ["", "A,never,5,L,1", "A,2025-01,-5,L,1", "A,2026-05,5,L,1", ",2025-01,5,L,1"])
def test_no_row_that_counts(kit: Kit, text: str) -> None:
    said = kit.write(revenue=text).fault()
    assert "no row has an account, a month not after the day of the assessment and an amount above 0" in said
    assert "revenue.csv" in said


def test_every_account_gone(kit: Kit) -> None:
    revenue = "\n".join(f"A{number},2023-0{month},5,L,1" for number in range(12) for month in range(1, 5))
    collected = kit.write(revenue=revenue).collect()
    assert {row["tier"]: row["accounts"] for row in rows(collected, "tiers")}["all"] == 12


def test_one_account_alone(kit: Kit) -> None:
    collected = kit.write(revenue="Only,2025-03,5,L,1").collect()
    (row,) = rows(collected, "concentration")
    # A fifth of one account brings a fifth.
    assert (row["gini"], row["top"], row["hhi"], row["largest"]) == (0, 20, 10000, 100)


def test_equal_accounts_share_the_boundary(kit: Kit) -> None:
    # 7 equal accounts: a fifth is 1.4 accounts, and they bring a fifth of everything.
    collected = kit.write(revenue="\n".join(f"A{number},2025-03,5,L,{number}" for number in range(7))).collect()
    (row,) = rows(collected, "concentration")
    assert (row["gini"], row["top"], row["top_margin"]) == (0, 20, 20)


def test_the_boundary_account_counts_in_part(kit: Kit) -> None:
    # 6 accounts of 1 to 6: a fifth is 1.2 accounts: 6 + 0.2 × 5 of 21.
    collected = kit.write(revenue="\n".join(f"A{number},2025-03,{number},L,1" for number in range(1, 7))).collect()
    (row,) = rows(collected, "concentration")
    assert row["top"] == (Decimal(700) / 21).quantize(Decimal("0.01"))


def test_rows_that_say_the_same_count_but_are_reported(kit: Kit) -> None:
    collected = kit.write(revenue="A,2025-03,5,L,1\nA,2025-03,5,L,1\nA,2025-03,5,L,1").collect()
    assert codes(collected)["key-accounts-alike"].startswith("2 rows ")
    assert {row["tier"]: row["revenue"] for row in rows(collected, "tiers")}["all"] == 15


def test_odd_texts_in_records(kit: Kit) -> None:
    names = [
        "'; DROP TABLE monthly; --",
        '""quoted""',
        "{{ 7*7 }}",
        "<script>alert(1)</script>",
        "a|b`c",
        "\x1f\x1e",
        "名",
    ]
    revenue = "\n".join(f'"{name}",2025-03,{number + 5},L,1' for number, name in enumerate(names))
    register = "\n".join(f'"{name}","{name}","{name}",2020-01-01,"{name}",2025-01-01,' for name in names)
    visits = "\n".join(f'"{name}",2025-02-02,call,"{name}"' for name in names)
    collected = kit.write(revenue=revenue, register=register, visits=visits).collect()
    assert {row["tier"]: row["accounts"] for row in rows(collected, "tiers")}["all"] == 7
    records = {row["check"]: row["count"] for row in rows(collected, "records")}
    assert records["revenue, but not in the register"] == 0
    assert records["visits to accounts nobody knows"] == 0
    assert len(rows(collected, "named")) == 7


def test_months_by_quarter_and_by_day(kit: Kit) -> None:
    months = {"2025Q1": 30, "2025-第二季度": 30, "2025/07/14": 30, "2025年10月": 30, "2025.11": 1, "20251201": 1}
    revenue = "\n".join(f"A,{month},{amount},L,1" for month, amount in months.items())
    collected = kit.write(revenue=revenue).collect()
    assert {row["tier"]: row["revenue"] for row in rows(collected, "tiers")}["all"] == 122
    assert "key-accounts-no-month" not in codes(collected)


def test_margins_that_some_rows_lack(kit: Kit) -> None:
    collected = kit.write(revenue="\n".join(f"A{n},2025-03,{n},L,{n if n > 1 else ''}" for n in range(1, 6))).collect()
    (row,) = rows(collected, "concentration")
    assert row["top_margin"] == (Decimal(500) / 14).quantize(Decimal("0.01"))
    assert codes(collected)["key-accounts-no-margin"].startswith("1 row ")


@pytest.mark.parametrize("expression", ["Account::INTEGER", "strptime(Account, '%Y')"])
def test_a_query_that_fails_on_a_cell_does_not_quote_it(kit: Kit, expression: str) -> None:
    query = f"SELECT Account, Month, Amount, Line, Margin FROM data WHERE {expression} IS NOT NULL"
    config = CONFIG.replace('path = "revenue.csv"', f'path = "revenue.csv"\nquery = "{query}"')
    said = kit.write(revenue="Vermilion,2025-03,5,L,1").fault(config)
    assert "query" in said
    assert "Vermilion" not in said


def test_half_years_and_quarters(kit: Kit) -> None:
    kit.write(revenue=ROWS)
    assert {row["period"] for row in rows(kit.collect(period="half"), "tiers")} == {"2025-H1", "2025-H2"}
    assert len({row["period"] for row in rows(kit.collect(period="quarter"), "moves")}) == 3
