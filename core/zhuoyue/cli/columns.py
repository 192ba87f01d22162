"""Columns that stay aligned when some characters are two cells wide."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence


def aligned(rows: Sequence[Sequence[str]], right: Collection[int] = (), gap: int = 2) -> Iterator[str]:
    """Yield rows as lines, each column as wide as its widest cell.

    Args:
        rows: cells by row; all rows are equally long.
        right: columns that are set flush right.
        gap: blanks between columns.
    """
    from rich.cells import cell_len  # knows how wide a terminal shows each character

    widths = [max(map(cell_len, column), default=0) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = []
        for number, (text, width) in enumerate(zip(row, widths, strict=True)):
            blank = " " * (width - cell_len(text))
            cells.append(blank + text if number in right else text + blank)
        yield (" " * gap).join(cells).rstrip()
