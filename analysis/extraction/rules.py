"""How each rule that joins a name to an entity is said to a reader. The keys stand in the column `rule` of mentions."""

from __future__ import annotations

from analysis.extraction.aliases import RULES as ALIAS_RULES

RULES = {
    "dictionary": "a name of the dictionary",
    "context": "a name of the dictionary that may mean several, chosen by what else the article names",
    "gazetteer": "a town or region, chosen by what else the article names",
    "title": "behind a title or office",
    "model": "found by the trained model",
    **ALIAS_RULES,
}
