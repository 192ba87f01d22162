"""How items of one model relate to those of another: turned round, joined, found, read and written."""

from zhuoyue.crosswalk.codes import Place, item_code, place
from zhuoyue.crosswalk.relate import ItemLink, compose, inverse, item_links, joined
from zhuoyue.crosswalk.ways import Way, find_way

__all__ = ["ItemLink", "Place", "Way", "compose", "find_way", "inverse", "item_code", "item_links", "joined", "place"]
