"""Text of unknown encoding, as Chinese offices leave it behind."""

from __future__ import annotations

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(raw: bytes, *, cut: bool = False) -> str | None:
    """Return the text of `raw`: by its byte order mark, else UTF-8, else GB18030; None if it is none of them.

    `cut` says that `raw` is only the beginning of a file, so that its last character may be torn.
    """
    marked = [encoding for mark, encoding in _MARKS if raw.startswith(mark)]
    for encoding in marked or ["utf-8", "gb18030"]:
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(raw, final=not cut)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None
