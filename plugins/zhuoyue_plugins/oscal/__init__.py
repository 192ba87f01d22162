"""The assessment as OSCAL assessment results (NIST), for tools that read findings and evidence in that format."""

from __future__ import annotations

from collections.abc import Iterable

from zhuoyue import Exporter, Text, hookimpl


@hookimpl
def register_exporters() -> Iterable[Exporter]:
    """`zhuoyue export --to oscal`."""
    from zhuoyue_plugins.oscal.document import write

    title = Text(zh="OSCAL 评估结果（JSON）", en="OSCAL assessment results (JSON)")
    return (Exporter("oscal", title, ".json", write, "oscal-results"),)
