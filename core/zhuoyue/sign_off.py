"""Signing off: who may sign what, and which signatures still hold."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from pydantic import ValidationError

from zhuoyue.errors import Fault, InputError
from zhuoyue.ledger import LEDGER, Entry
from zhuoyue.model.base import Visibility
from zhuoyue.model.sign_off import SignOff, SignOffLevel
from zhuoyue.model.text import Text

KIND = "sign_off"
"""Kind of a signature's entry in the ledger."""
TITLES = {
    SignOffLevel.SELF_CHECK: Text(zh="自检", en="self-check"),
    SignOffLevel.REVIEW: Text(zh="审核", en="review"),
    SignOffLevel.APPROVAL: Text(zh="批准", en="approval"),
}
"""Names of the levels."""


def signatures(entries: Iterable[Entry], decision: str) -> tuple[SignOff, ...]:
    """Return the signatures in a ledger, oldest first; valid are those for `decision`.

    A signature is valid, too, only if one of each level before it was given for the same decisions earlier.

    Args:
        entries: the ledger's, of one cycle: `Ledger.of_cycle`.
        decision: digest of the present decisions.

    Raises:
        InputError: an entry is no signature.
    """
    found: list[SignOff] = []
    reached: set[SignOffLevel] = set()
    for entry in entries:
        if entry.kind == KIND:
            signature = _signature(entry)
            valid = signature.decision == decision and reached.issuperset(_before(signature.level))
            if valid:
                reached.add(signature.level)
            found.append(signature.model_copy(update={"valid": valid}))
    return tuple(found)


def for_readers(signed: Iterable[SignOff], tier: Visibility) -> tuple[SignOff, ...]:
    """Return the signatures as a document of a tier holds them: without names and remarks where it is public."""
    if tier.shows(Visibility.INTERNAL):
        return tuple(signed)
    return tuple(one.model_copy(update={"by": "", "note": ""}) for one in signed)


def objections(signed: Sequence[SignOff], level: SignOffLevel, by: str, *, distinct: bool) -> Iterator[Fault]:
    """Yield what speaks against another signature.

    Args:
        signed: the signatures there are, as `signatures` returns them.
        level: the level to sign.
        by: who wants to sign.
        distinct: whether the levels must be signed by different people.
    """
    title = TITLES[level]
    if not by.strip():
        yield Fault("who signs?", "缺少签署人", "--by")
        return
    valid = {one.level: one for one in signed if one.valid}
    if level in valid:
        first = valid[level]
        yield Fault(
            f"the {title.en} was signed already by {first.by} and holds",
            f"{title.zh}已由 {first.by} 签署，且仍然有效",
            "--level",
        )
    for needed in _before(level):
        if needed not in valid:
            yield Fault(
                f"the {title.en} needs a valid {TITLES[needed].en} first",
                f"{title.zh}之前须先有有效的{TITLES[needed].zh}",
                "--level",
            )
    for other, one in valid.items():
        if distinct and other is not level and _person(one.by) == _person(by):
            yield Fault(
                f"{by} has signed the {TITLES[other].en}; [sign_off] distinct wants three different people",
                f"{by} 已签署{TITLES[other].zh}；[sign_off] distinct 要求三级由不同的人签署",
                "--by",
            )


def _before(level: SignOffLevel) -> tuple[SignOffLevel, ...]:
    order = tuple(SignOffLevel)
    return order[: order.index(level)]


def _person(name: str) -> str:
    """Return a name as two spellings of it have in common: case, width and spaces make no other person."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _signature(entry: Entry) -> SignOff:
    data = {key: entry.data.get(key) for key in ("level", "decision")} | {"note": entry.data.get("note", "")}
    try:
        return SignOff.model_validate(data | {"by": entry.by, "at": entry.at})
    except ValidationError as error:
        raise InputError(
            Fault("is no signature that this version knows", "不是本版本可识别的签署记录", f"{LEDGER}:{entry.number}")
        ) from error
