"""Lists of accounts one by one: under pseudonyms for every reader, with names for those who may see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from zhuoyue import Exhibit, Text, same
from zhuoyue_plugins.key_accounts.counting.lifetimes import Standing
from zhuoyue_plugins.key_accounts.counting.visiting import Visits
from zhuoyue_plugins.key_accounts.exhibits.author import Author, Columns, both, number, words
from zhuoyue_plugins.key_accounts.exhibits.keeping import oldest
from zhuoyue_plugins.key_accounts.exhibits.naming import pseudonyms
from zhuoyue_plugins.key_accounts.exhibits.tiers import NEW, title
from zhuoyue_plugins.key_accounts.reading.months import month_text, period_text
from zhuoyue_plugins.key_accounts.reading.register import Account, Register

CUSTOMER = both("customer", "现有客户")
LOST = both("lost", "已流失")
SILENT = both("never any revenue", "从无收入")
_CURRENT = both("current", "有效")
_STALE = both("stale", "过期")
_UNDATED = both("undated", "无日期")
_YES, _NO = both("yes", "有"), both("no", "无")


@dataclass(frozen=True)
class Line:
    """One account of the lists."""

    account: str
    register: Account | None
    standing: Standing | None
    tier: int | None
    """Tier in the last period; None without revenue in it."""
    before: int | None
    fresh: bool
    """Whether it was no customer yet in the period before."""
    visits: tuple[int, int] | None


@dataclass(frozen=True)
class Listing:
    """All that the lists are made from."""

    author: Author
    lines: tuple[Line, ...]
    """At most as many as the settings allow, those of the highest tiers first chosen, in the order of pseudonyms."""
    names: Mapping[str, Text]
    """Pseudonyms."""
    total: int
    last: int
    """Last period."""


def listing(
    author: Author, register: Register, standings: Sequence[Standing], visits: Visits | None, last: int
) -> Listing:
    """Choose the accounts to list."""
    by_account = {standing.account: standing for standing in standings}
    every = {*by_account, *register.accounts}
    names = pseudonyms(author.source.name, every)
    lines = []
    for account in every:
        standing = by_account.get(account)
        tiers = standing.tiers if standing else {}
        fresh = standing is not None and standing.began // author.settings.months >= last
        met = visits.by_account.get(account) if visits else None
        lines.append(
            Line(account, register.accounts.get(account), standing, tiers.get(last), tiers.get(last - 1), fresh, met)
        )
    lowest = len(author.settings.every_tier)

    def rank(line: Line) -> tuple[int, str]:
        return (lowest if line.tier is None else line.tier), names[line.account].en

    chosen = sorted(lines, key=rank)[: author.settings.list_most]
    ordered = tuple(sorted(chosen, key=lambda line: names[line.account].en))
    return Listing(author, ordered, names, len(every), last)


def list_exhibits(found: Listing) -> list[Exhibit]:
    """Return the exhibits `accounts` (pseudonyms) and `named` (the mapping, names, contact persons)."""
    author = found.author
    columns = _shared(found)
    alias = words("account", "Account", "客户", [found.names[line.account] for line in found.lines])
    method = both(
        "Accounts stand under pseudonyms, numbered in the order of a hash of the account: the number says nothing "
        "about size, name or age. Neither revenue nor customer group is given, since both could tell who it is.",
        "客户以代号列出，编号按客户标识的散列值排序，与规模、名称、合作时间无关。为避免被识别，不列收入与客户群。",
    )
    title_of = both("Accounts one by one", "客户清单")
    plain = author.exhibit("accounts", title_of, method, (alias, *columns), notes=_cut(found))
    named = author.exhibit(
        "named",
        both("Accounts by name", "客户实名清单"),
        both(
            "The pseudonyms of the list of accounts with what the register says of each.",
            "客户清单中的代号与客户档案信息的对应关系。",
        ),
        (alias, *_named(found), *columns),
        notes=_cut(found),
        visibility=author.names,
        supports=False,
    )
    return [plain, named]


def _cut(found: Listing) -> list[Text]:
    if found.total == len(found.lines):
        return []
    return [
        both(
            f"{len(found.lines)} of {found.total} accounts, those of the highest tiers.",
            f"共 {found.total} 个客户，列出等级最高的 {len(found.lines)} 个。",
        )
    ]


def _shared(found: Listing) -> Columns:
    author, lines, size = found.author, found.lines, found.author.settings.months
    columns: Columns = (
        words(
            "tier",
            f"Tier {period_text(found.last, size)}",
            f"等级（{period_text(found.last, size)}）",
            _tiers(found, 0),
        ),
        words(
            "before",
            f"Tier {period_text(found.last - 1, size)}",
            f"等级（{period_text(found.last - 1, size)}）",
            _tiers(found, 1),
        ),
        words("state", "State", "状态", [_state(line) for line in lines]),
    )
    if author.settings.visits:
        columns = (
            *columns,
            number("due", "Visits due", "应访期数", [line.visits[0] if line.visits else None for line in lines]),
            number("met", "Visits met", "按期回访", [line.visits[1] if line.visits else None for line in lines]),
        )
    own = author.settings.account_register.fields if author.settings.account_register else None
    if own and own.updated:
        columns = (*columns, words("record", "Record", "档案", [_record(author, line) for line in lines]))
    if own and own.contact:
        contacts = [None if line.register is None else _YES if line.register.contact else _NO for line in lines]
        columns = (*columns, words("contact", "Contact person", "联系人", contacts))
    return columns


def _tiers(found: Listing, back: int) -> list[Text]:
    if back:
        return [NEW if line.fresh else title(found.author, line.before) for line in found.lines]
    return [title(found.author, line.tier) for line in found.lines]


def _state(line: Line) -> Text:
    if line.register and line.register.left:
        return LOST
    if line.standing is None:
        return SILENT
    return CUSTOMER if line.standing.lost is None else LOST


def _record(author: Author, line: Line) -> Text | None:
    if line.register is None:
        return None
    if line.register.updated is None:
        return _UNDATED
    return _STALE if line.register.updated < oldest(author) else _CURRENT


def _named(found: Listing) -> Columns:
    lines = found.lines

    def said(role: str) -> list[Text | None]:
        return [_word(getattr(line.register, role)) if line.register else None for line in lines]

    def day(role: str) -> list[Text | None]:
        values = [getattr(line.register, role) if line.register else None for line in lines]
        return [None if value is None else same(value.isoformat()) for value in values]

    return (
        words("number", "As in the records", "记录中的标识", [_word(line.account) for line in lines]),
        words("name", "Name", "名称", said("name")),
        words("segment", "Customer group", "客户群", said("segment")),
        words("person", "Contact person", "联系人姓名", said("contact")),
        words("start", "Customer since", "合作开始", day("start")),
        words("updated", "Updated", "更新日期", day("updated")),
        words("left", "Left", "离开日期", day("left")),
        words(
            "last_revenue",
            "Last revenue",
            "最近收入月份",
            [same(month_text(line.standing.last)) if line.standing else None for line in lines],
        ),
    )


def _word(value: str | None) -> Text | None:
    """Return a word of the records; one that holds nothing to print is unknown."""
    kept = "".join(char for char in value or "" if char.isprintable()).strip()
    return same(kept) if kept else None


def strangers_exhibit(author: Author, rows: Sequence[tuple[str, Text, Decimal]]) -> list[Exhibit]:
    """Return the accounts that only revenue or visits name, for those who may see names and can put them right."""
    if not rows:
        return []
    return [
        author.exhibit(
            "strangers",
            both("Accounts that the register does not know", "不在档案中的客户"),
            both(
                "Accounts as written in the revenue records or the visit log that no row of the register names.",
                "收入记录或走访记录中出现、但客户档案中没有的客户，按原文列出。",
            ),
            (
                words("number", "As in the records", "记录中的标识", [_word(row[0]) for row in rows]),
                words("place", "Where", "出处", [row[1] for row in rows]),
                number("amount", "Revenue or visits", "收入或走访次数", [row[2] for row in rows], decimals=2),
            ),
            visibility=author.names,
            supports=False,
        )
    ]
