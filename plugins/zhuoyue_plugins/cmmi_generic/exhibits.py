"""What an appraisal shows: practices by process, by instance, in total, and the records themselves."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from zhuoyue import Column, Exhibit, Source, Text
from zhuoyue_plugins.cmmi_generic.appraisal import Appraisal, Cell, Characterisation
from zhuoyue_plugins.cmmi_generic.desk import INSTANCE, PRACTICE, PROCESS, Desk, numbers, texts
from zhuoyue_plugins.cmmi_generic.levels import levels
from zhuoyue_plugins.cmmi_generic.marks import DONE, SHOWN, UNKNOWN, Mark
from zhuoyue_plugins.cmmi_generic.practices import by_code, practices
from zhuoyue_plugins.cmmi_generic.words import cell_text

PERCENT = Text(zh="%", en="%")
MOST = 2000
"""Rows of the records that are shown."""
COUNTS = (
    ("fi", Text(zh="FI", en="FI")),
    ("li", Text(zh="LI", en="LI")),
    ("open", Text(zh="LI/PI 待定", en="LI/PI open")),
    ("pi", Text(zh="PI", en="PI")),
    ("ni", Text(zh="NI", en="NI")),
    ("unrated", Text(zh="NY 或未判定", en="NY or not characterised")),
)
"""States that a practice of a process can be in, from the best down, as columns count them."""


def exhibits(source: Source, appraisal: Appraisal, evidence: tuple[str, ...]) -> tuple[Exhibit, ...]:
    """Return everything that an appraisal shows."""
    desk = Desk(source, evidence)
    return (
        _matrix(desk, appraisal),
        _practices(desk, appraisal),
        *levels(desk, appraisal),
        _instances(desk, appraisal),
        *_coverage(desk, appraisal),
        _records(desk, appraisal),
    )


def share(part: int, whole: int) -> Decimal | None:
    """Return a percent to nine decimals; None of nothing."""
    return (Decimal(100 * part) / whole).quantize(Decimal("1e-9"), ROUND_HALF_UP).normalize() if whole else None


def state(cell: Cell) -> str:
    """Return the column that counts a cell."""
    if cell.open:
        return "open"
    return "unrated" if cell.value in (None, Mark.NOT_YET) else str(cell.value).lower()


def _matrix(desk: Desk, appraisal: Appraisal) -> Exhibit:
    columns: list[Column] = [texts("process", PROCESS, (desk.name(one.name) for one in appraisal.processes))]
    columns += [
        texts(one.code.lower(), one.label, (cell_text(cell) for cell in appraisal.of_practice(one.code)))
        for one in practices()
    ]
    method = Text(
        zh="各实例的判定按 SCAMPI v1.3 汇总表（凭记忆）汇总到过程：全部 NY 为 NY；"
        "除 NY 外全部 FI 为 FI；只有 FI、LI 且有 LI 为 LI；"
        "FI/LI 与 PI/NI 并存由评价组决定（LI 或 PI）；只有 PI、NI 且有 PI 为 PI；全部 NI 为 NI。任一实例未判定时不汇总",
        en="Marks of the instances rolled up to the process by the table of SCAMPI v1.3 (from memory): all NY is NY; "
        "all FI, NY apart, is FI; FI and LI with one LI is LI; FI or LI beside PI or NI is left to the team, LI or PI; "
        "PI and NI with one PI is PI; all NI is NI. Not rolled up while an instance is not characterised",
    )
    title = Text(zh="各过程的实践实施程度", en="Practices by process")
    return desk.exhibit("matrix", title, method, columns, appraisal, notes=_matrix_notes(appraisal))


def _matrix_notes(appraisal: Appraisal) -> list[Text]:
    cells = list(appraisal.cells)
    unknown = sum(one.unknown for one in cells)
    decided = sum(one.undecidable and not one.open for one in cells)
    notes = []
    if unknown:
        notes.append(
            Text(
                zh=f"{len(cells)} 格中有 {unknown} 格未判定：没有相应的行，或有实例没有可识别的判定",
                en=f"{unknown} of {len(cells)} cells are not characterised: no row speaks of them, or an instance has "
                "no mark that can be read.",
            )
        )
    if decided:
        notes.append(
            Text(
                zh=f"{decided} 格由评价组决定",
                en=f"{decided} {'cell was' if decided == 1 else 'cells were'} decided by the team.",
            )
        )
    return notes


def _practices(desk: Desk, appraisal: Appraisal) -> Exhibit:
    found = [[state(cell) for cell in appraisal.of_practice(one.code)] for one in practices()]
    columns: list[Column] = [texts("practice", PRACTICE, (one.label for one in practices()))]
    columns += [numbers(key, title, (states.count(key) for states in found)) for key, title in COUNTS]
    shares = (share(states.count("fi") + states.count("li"), len(states)) for states in found)
    columns.append(numbers("share", Text(zh="FI 或 LI 的占比", en="Share FI or LI"), shares, unit=PERCENT))
    method = Text(
        zh="按实践统计过程数；占比 = FI 或 LI 的过程数 ÷ 全部过程数，待定和未判定的不算作 FI 或 LI",
        en="Processes counted by practice; share = processes with FI or LI ÷ all processes, what is open or not "
        "characterised not counted as FI or LI",
    )
    return desk.exhibit(
        "practices", Text(zh="各项实践的总体情况", en="Practices over all processes"), method, columns, appraisal
    )


def _instances(desk: Desk, appraisal: Appraisal) -> Exhibit:
    by_place: dict[tuple[str, str], dict[str, Characterisation]] = {}
    for row in appraisal.rows:
        by_place.setdefault((row.process, row.instance), {})[row.code] = row
    columns: list[Column] = [
        texts("process", PROCESS, (desk.name(process) for process, _ in by_place)),
        texts("instance", INSTANCE, (desk.name(instance or process) for process, instance in by_place)),
    ]
    columns += [
        texts(one.code.lower(), one.label, (_mark(rows.get(one.code)) for rows in by_place.values()))
        for one in practices()
    ]
    method = Text(
        zh="逐行取自记录；空格表示该实例没有查看这项实践",
        en="As recorded; nothing where the practice was not looked at in the instance",
    )
    return desk.exhibit("instances", Text(zh="各实例的判定", en="Marks by instance"), method, columns, appraisal)


def _mark(row: Characterisation | None) -> Text | None:
    if row is None:
        return None
    return SHOWN[row.mark] if row.mark else UNKNOWN


def _coverage(desk: Desk, appraisal: Appraisal) -> Sequence[Exhibit]:
    """Return how many marks rest on artefacts; nothing where the records have no column of them."""
    if not desk.settings.fields.artefacts:
        return ()
    groups = [[row for row in appraisal.rows if row.process == one.name] for one in appraisal.processes]
    shown = [[row for row in rows if row.artefacts] for rows in groups]
    bare = [[row for row in rows if row.mark in DONE and not row.artefacts] for rows in groups]
    columns: list[Column] = [
        texts("process", PROCESS, (desk.name(one.name) for one in appraisal.processes)),
        numbers("marks", Text(zh="判定数", en="Marks"), map(len, groups)),
        numbers("artefacts", Text(zh="有客观证据", en="With artefacts"), map(len, shown)),
        numbers(
            "share",
            Text(zh="有客观证据的占比", en="Share with artefacts"),
            (share(len(part), len(rows)) for part, rows in zip(shown, groups, strict=True)),
            unit=PERCENT,
        ),
        numbers("bare", Text(zh="判 FI/LI 而无客观证据", en="FI or LI without artefacts"), map(len, bare)),
    ]
    if desk.settings.fields.affirmations:
        said = (sum(bool(row.affirmations) for row in rows) for rows in groups)
        columns.append(numbers("affirmations", Text(zh="有访谈确认", en="With affirmations"), said))
    method = Text(
        zh="按过程统计判定（过程 × 实例 × 实践）及其中写明客观证据、访谈确认的数量；没有客观证据的 FI、LI 只是说法",
        en="Marks (process × instance × practice) counted by process, and those that name artefacts or affirmations; "
        "FI or LI without artefacts is a claim only",
    )
    title = Text(zh="判定的证据覆盖", en="What the marks rest on")
    return (desk.exhibit("coverage", title, method, columns, appraisal),)


def _records(desk: Desk, appraisal: Appraisal) -> Exhibit:
    rows = appraisal.rows[:MOST]
    columns: list[Column] = [
        texts("process", PROCESS, (desk.name(row.process) for row in rows)),
        texts("instance", INSTANCE, (desk.place(row) for row in rows)),
        texts("practice", PRACTICE, (by_code()[row.code].label for row in rows)),
        texts("mark", Text(zh="判定", en="Mark"), map(_mark, rows)),
        texts("artefacts", Text(zh="客观证据", en="Artefacts"), (desk.maybe(row.artefacts) for row in rows)),
        texts("affirmations", Text(zh="访谈确认", en="Affirmations"), (desk.maybe(row.affirmations) for row in rows)),
        texts("weakness", Text(zh="弱项", en="Weakness"), (desk.maybe(row.weakness) for row in rows)),
    ]
    left = len(appraisal.rows) - len(rows)
    notes = [Text(zh=f"另有 {left} 行未列出", en=f"{left} more rows are not listed.")] if left else []
    method = Text(zh="逐行取自记录", en="As recorded")
    title = Text(zh="判定记录", en="The characterisations")
    return desk.exhibit("records", title, method, columns, appraisal, notes=notes)
