"""What a variant's own levels need: one that says that none is reached, and one question for each level above it."""

from __future__ import annotations

from collections.abc import Iterator

from zhuoyue import Band, DataFault, Dimension, Fault, ItemKind, MarkKind, SchemeData, Text


def with_none(bands: tuple[Band, ...], none: Band) -> tuple[Band, ...]:
    """Return levels that begin with one at 0 that says that none is reached; `none` is added where there is room."""
    first = bands[0]
    room = first.number > 0 and first.low > 0 and none.label not in {band.label for band in bands}
    named = Text(zh=f"尚未达到 {first.label} 级", en=f"Level {first.label} not yet reached")
    return (none.model_copy(update={"title": named, "text": None}), *bands) if room else bands


def questions(bands: tuple[Band, ...]) -> tuple[Dimension, ...]:
    """Return what is asked at each level above the lowest, of process and of result items."""
    return tuple(
        Dimension(
            key=band.label,
            kind=kind,
            title=Text(zh=f"{band.label} 级是否做到", en=f"Level {band.label} met"),
            text=band.text or band.title,
        )
        for kind in ItemKind
        for band in bands[1:]
    )


def level_faults(data: SchemeData) -> Iterator[DataFault]:
    """Yield what the rule misses in levels and questions."""
    first = data.bands[0]
    if first.number or first.low:
        yield (
            ("bands",),
            Fault(
                f"add a level with number = 0, low = 0 and high = 0 that says that level {first.label} is not reached "
                "yet; or leave out low and high of every level, and it is added",
                f"请增加一个 number = 0、low = 0、high = 0 的等级，表示“尚未达到 {first.label} 级”；"
                "或者各级都不写 low 和 high，由程序自动补上",
            ),
        )
    elif data.marks is not MarkKind.NONE:
        yield from _question_faults(data)


def _question_faults(data: SchemeData) -> Iterator[DataFault]:
    levels = [band.label for band in data.bands[1:]]
    for kind in dict.fromkeys(one.kind for one in data.dimensions):
        asked = [one.key for one in data.of_kind(kind)]
        if set(asked) != set(levels):
            zh = {"process": "过程", "result": "结果"}[kind.value]
            yield (
                ("dimensions",),
                Fault(
                    f"the keys of {kind} dimensions are those of the levels above the lowest: "
                    f"{', '.join(levels)}, not {', '.join(asked)}; or leave `dimensions` out",
                    f"{zh}维度的 key 应与最低级以上的各级相同：{'、'.join(levels)}，现为 {'、'.join(asked)}；"
                    "也可以不写 dimensions",
                ),
            )
