"""Extraction: countries and actors in articles. `articles -> mentions, entities`."""

from analysis.extraction.aliases import merge_corpus
from analysis.extraction.batches import Extraction, find_in_batches, find_mentions
from analysis.extraction.entities import merge_entities
from analysis.extraction.mentions import Extractor, Found, actor_rows, load_extractor
from analysis.extraction.rules import RULES

__all__ = [
    "RULES",
    "Extraction",
    "Extractor",
    "Found",
    "actor_rows",
    "find_in_batches",
    "find_mentions",
    "load_extractor",
    "merge_corpus",
    "merge_entities",
]
