"""Crosswalks as SSSOM TSV, the exchange format for mappings (https://w3id.org/sssom): what both directions share.

The four relations are SKOS predicates: equal is exactMatch, a subset has a broader object, a superset a narrower one,
and what merely overlaps is relatedMatch. Strength, how much two items have in common, is SSSOM's `similarity_score`;
its `confidence` would say how sure the author is.
"""

from __future__ import annotations

from urllib.parse import quote, unquote

from zhuoyue.model.crosswalk import Relation

SKOS = "http://www.w3.org/2004/02/skos/core#"
OWN = "urn:zhuoyue:"
"""Codes of items have no address on the web; this names them: `urn:zhuoyue:efqm-2025/1.4`."""
PREDICATES = {
    Relation.EQUAL: "exactMatch",
    Relation.SUBSET: "broadMatch",
    Relation.SUPERSET: "narrowMatch",
    Relation.INTERSECT: "relatedMatch",
}
"""Name of the SKOS predicate by relation."""
BUILT_IN = {
    "skos": SKOS,
    "semapv": "https://w3id.org/semapv/vocab/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sssom": "https://w3id.org/sssom/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefixes that need no entry in the curie_map."""
COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "similarity_score",
    "similarity_measure",
    "comment",
    "comment_zh",
)
"""Columns written; the last one is an extension that the head declares."""
REQUIRED = ("subject_id", "predicate_id", "object_id")
"""Columns without which there is no mapping."""
MEASURE = "zhuoyue:overlap"
"""What the similarity score measures: how much two items have in common, judged by the author."""


def local(code: str) -> str:
    """Return a code as the local part of a CURIE: `4.1.2 f` is `4.1.2%20f`."""
    return quote(code, safe="")


def code_of(part: str) -> str:
    """Return the code that a local part stands for."""
    return unquote(part)
