"""Results of a path model as Exhibits for pages."""

from __future__ import annotations

from zhuoyue import Exhibit, Visibility
from zhuoyue_plugins.satisfaction.pls.result import Analysis


def path_model_exhibits(
    analysis: Analysis,
    *,
    prefix: str,
    source: str,
    visibility: Visibility,
    items: tuple[str, ...] = (),
    evidence: tuple[str, ...] = (),
) -> tuple[Exhibit, ...]:
    """Return every table of an analysis.

    `prefix` begins each id (`<prefix>.paths`) and itself begins with the name of `source`; `items` are the scored items
    supported, `evidence` the ids of the evidence the answers came from. Kinds: `satisfaction.` paths, constructs,
    items, effects, discriminant, cross-loadings, weak-spots, and, where there is something to show, importance,
    groups, group-constructs, prediction.
    """
    from zhuoyue_plugins.satisfaction.pls import block_tables, path_tables, sample_tables
    from zhuoyue_plugins.satisfaction.pls.sheet import Sheet

    sheet = Sheet(analysis, prefix, source, visibility, items, evidence)
    tables = (
        path_tables.paths(sheet),
        path_tables.effects(sheet),
        path_tables.importance(sheet),
        block_tables.constructs(sheet),
        block_tables.items(sheet),
        block_tables.discriminant(sheet),
        block_tables.cross_loadings(sheet),
        block_tables.weak_spots(sheet),
        sample_tables.groups(sheet),
        sample_tables.group_constructs(sheet),
        sample_tables.prediction(sheet),
    )
    return tuple(table for table in tables if table is not None)
