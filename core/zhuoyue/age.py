"""Encryption of files to public keys (age, https://age-encryption.org), by way of the optional package pyrage."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from zhuoyue.errors import Fault, InputError, unreadable


def recipients(keys: Sequence[str], where: str) -> list[Any]:
    """Return public keys (`age1…`) as what `encrypt` takes; nothing for none, without pyrage too.

    Raises:
        InputError: a key is none; every fault, at `where`.
    """
    if not keys:
        return []
    pyrage = _pyrage()
    found, faults = [], []
    for key in keys:
        try:
            found.append(pyrage.x25519.Recipient.from_str(key.strip()))
        except pyrage.RecipientError:
            faults.append(_no_recipient(key, where))
    if faults:
        raise InputError(*faults)
    return found


def identity(file: Path) -> Any:
    """Return the secret key in a file as `age-keygen` writes it; raises InputError."""
    pyrage = _pyrage()
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        if isinstance(error, OSError):
            raise InputError(unreadable(error, str(file))) from error
        raise InputError(Fault("cannot be read: not UTF-8", "无法读取：不是 UTF-8 文本", str(file))) from error
    keys = [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
    try:
        return pyrage.x25519.Identity.from_str(keys[0])
    except (IndexError, pyrage.IdentityError):
        # Without the cause: it could repeat what the file holds.
        raise InputError(
            Fault(
                "holds no secret age key (a line AGE-SECRET-KEY-1…, as `age-keygen` writes it)",
                "不含 age 私钥（形如 AGE-SECRET-KEY-1… 的一行，由 `age-keygen` 生成）",
                str(file),
            )
        ) from None


def encrypt(data: bytes, to: Sequence[Any]) -> bytes:
    """Return data that any of the keys `to` opens."""
    closed: bytes = _pyrage().encrypt(data, list(to))
    return closed


def decrypt(data: bytes, key: Any) -> bytes:
    """Return what was encrypted; raises ValueError when the key does not fit or the data is damaged."""
    pyrage = _pyrage()
    try:
        opened: bytes = pyrage.decrypt(data, [key])
    except pyrage.DecryptError as error:
        raise ValueError(str(error)) from error
    return opened


def _no_recipient(key: str, where: str) -> Fault:
    if key.strip().upper().startswith("AGE-SECRET-KEY"):  # never repeated
        return Fault("is a SECRET key; write the public one (age1…)", "这是私钥！此处应为公钥（age1…）", where)
    return Fault(f"{key[:80]!r} is no public age key (age1…)", f"{key[:80]!r} 不是 age 公钥（age1…）", where)


def _pyrage() -> Any:
    try:
        return importlib.import_module("pyrage")
    except ImportError as error:
        raise InputError(
            Fault(
                'encryption needs an extra package: pip install "zhuoyue[seal]"',
                '加密需要附加组件：pip install "zhuoyue[seal]"',
                "pyrage",
            )
        ) from error
