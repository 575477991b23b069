"""Extraction: countries and actors in articles. `articles -> mentions, entities`."""

from analysis.extraction.batches import Extraction, find_in_batches, find_mentions
from analysis.extraction.entities import merge_entities
from analysis.extraction.mentions import Extractor, Found, load_extractor

__all__ = [
    "Extraction",
    "Extractor",
    "Found",
    "find_in_batches",
    "find_mentions",
    "load_extractor",
    "merge_entities",
]
