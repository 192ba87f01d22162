"""Reference page of the hooks."""

from __future__ import annotations

import inspect

from zhuoyue import hookspecs
from zhuoyue.plugins import HOOKS


def page() -> str:
    """Return every hook with its exact signature and docstring."""
    module = inspect.getdoc(hookspecs) or ""
    lines = ["# Hooks", "", module, "", "This page is generated from `hookspecs.py`.", ""]
    for name in (name for name in vars(hookspecs) if name in HOOKS):
        function = getattr(hookspecs, name)
        lines += [f"## {name}", "", "```python", f"def {name}{inspect.signature(function)}", "```", ""]
        lines += [inspect.getdoc(function) or "", ""]
    return "\n".join(lines).rstrip() + "\n"
