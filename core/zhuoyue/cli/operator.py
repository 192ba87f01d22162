"""Who runs a command, for the ledger and manifests: whoever `--by` names, else the system's user."""

from __future__ import annotations

from zhuoyue.errors import Fault, InputError


def operator(given: str | None) -> str:
    """Return the name to record.

    Raises:
        InputError: nobody is named, and the account has no name.
    """
    import getpass

    if given is not None and given.strip():
        return given.strip()
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        en, zh = "who does this is not known; say so with --by NAME", "无法得知操作人；请用 --by 指明"
        raise InputError(Fault(en, zh, "--by")) from None
