"""One row per actor: which written names stand for the same person or organisation, in an article and in a corpus."""

from analysis.extraction.aliases.article import merge_article
from analysis.extraction.aliases.corpus import merge_corpus
from analysis.extraction.aliases.explained import read_explained
from analysis.extraction.aliases.merges import RULES, Merge, NamedActor
from analysis.extraction.aliases.name_knowledge import fingerprint

__all__ = [
    "RULES",
    "Merge",
    "NamedActor",
    "fingerprint",
    "merge_article",
    "merge_corpus",
    "read_explained",
]
