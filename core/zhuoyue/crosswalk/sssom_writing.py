"""Writing a crosswalk as SSSOM TSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from zhuoyue.crosswalk.codes import place, titles_of
from zhuoyue.crosswalk.sssom import COLUMNS, MEASURE, OWN, PREDICATES, local
from zhuoyue.model.base import plain
from zhuoyue.model.criteria import Criteria
from zhuoyue.model.crosswalk import Crosswalk, Link
from zhuoyue.model.projection import WayKind

_JUSTIFIED = {
    WayKind.DIRECT: "semapv:ManualMappingCuration",
    WayKind.INVERSE: "semapv:MappingInversion",
    WayKind.HUB: "semapv:MappingChaining",
}


def to_sssom(crosswalk: Crosswalk, criteria: Mapping[str, Criteria], way: WayKind = WayKind.DIRECT) -> str:
    """Return a crosswalk as SSSOM TSV; read again it is the same crosswalk.

    Args:
        crosswalk: the crosswalk.
        criteria: models by id, for the labels.
        way: how it came about, which SSSOM wants to know of every mapping.
    """
    import yaml

    head = yaml.safe_dump(_head(crosswalk, criteria), allow_unicode=True, sort_keys=False, width=10_000)
    text = io.StringIO()
    text.writelines(f"#{line}\n" for line in head.splitlines())
    writer = csv.DictWriter(text, COLUMNS, delimiter="\t", lineterminator="\n")
    writer.writeheader()
    writer.writerows(_rows(crosswalk, criteria, way))
    return text.getvalue()


def _head(crosswalk: Crosswalk, criteria: Mapping[str, Criteria]) -> dict[str, Any]:
    source, target = crosswalk.source, crosswalk.target
    head: dict[str, Any] = {
        "sssom_version": "1.1",
        "curie_map": {
            source: f"{OWN}{source}/",
            target: f"{OWN}{target}/",
            "semapv": "https://w3id.org/semapv/vocab/",
            "skos": "http://www.w3.org/2004/02/skos/core#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
            "zhuoyue": OWN,
        },
        "mapping_set_id": f"{OWN}crosswalk:{source}--{target}",
        "mapping_set_title": f"{source} to {target}",
        # SSSOM's own word for it: whose text it is, only who made the mapping can say.
        "license": "https://w3id.org/sssom/license/unspecified",
    }
    if crosswalk.note and crosswalk.note.en:
        head["mapping_set_description"] = crosswalk.note.en
    if crosswalk.note and crosswalk.note.zh:
        head["description_zh"] = crosswalk.note.zh
    head["extension_definitions"] = [
        {"slot_name": name, "property": f"zhuoyue:{name}", "type_hint": "xsd:string"}
        for name in ("comment_zh", "description_zh")
    ]
    return head


def _rows(crosswalk: Crosswalk, criteria: Mapping[str, Criteria], way: WayKind) -> Iterator[dict[str, str]]:
    for link in crosswalk.links:
        yield {
            "subject_id": f"{crosswalk.source}:{local(link.source)}",
            "subject_label": _label(link.source, criteria.get(crosswalk.source)),
            "predicate_id": f"skos:{PREDICATES[link.relation]}",
            "object_id": f"{crosswalk.target}:{local(link.target)}",
            "object_label": _label(link.target, criteria.get(crosswalk.target)),
            "mapping_justification": _JUSTIFIED[way],
            **_judged(link),
            "comment": link.note.en if link.note else "",
            "comment_zh": link.note.zh if link.note else "",
        }


def _judged(link: Link) -> dict[str, str]:
    if link.strength is None:
        return {"similarity_score": "", "similarity_measure": ""}
    return {"similarity_score": plain(link.strength), "similarity_measure": MEASURE}


def _label(code: str, criteria: Criteria | None) -> str:
    """Return the name of the item or section that a code stands at; nothing where the model is not known."""
    if criteria is None:
        return ""
    titles = titles_of(criteria)
    spot = place(code, titles)
    return titles[spot.item].get("en") if spot else ""
