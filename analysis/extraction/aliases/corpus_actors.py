"""The actors of a corpus with how many articles write them in which way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from analysis.extraction.aliases.name_knowledge import read_name_knowledge
from analysis.tables import ACTOR_KINDS


class CorpusActor(NamedTuple):
    """`surfaces`: spelling -> (rule, articles). `articles`: over all spellings. `is_known`: of data/actors.csv."""

    entity_id: str
    kind: str
    name: str
    country: str
    surfaces: dict[str, tuple[str, int]]
    articles: int
    is_known: bool


class Join(NamedTuple):
    """`entity_id` is another name of `into_id`, by a rule and for a reason."""

    entity_id: str
    into_id: str
    rule: str
    reason: str


def read_corpus_actors(forms: pd.DataFrame, entities: pd.DataFrame) -> Iterator[CorpusActor]:
    """The people and organisations by entity_id, whatever the order of the rows; of a spelling the most used rule."""
    rows: dict[str, list[tuple[str, str, int]]] = {}
    columns = (forms[column].tolist() for column in ("entity_id", "surface", "rule", "articles"))
    for entity_id, *row in zip(*columns, strict=True):
        rows.setdefault(entity_id, []).append(tuple(row))
    known = read_name_knowledge().actors
    actors = entities[entities["kind"].isin(ACTOR_KINDS)].drop_duplicates("entity_id").sort_values("entity_id")
    columns = (actors[column].tolist() for column in ("entity_id", "kind", "name", "country"))
    for entity_id, kind, name, country in zip(*columns, strict=True):
        written = _add_up(rows.pop(entity_id, []))
        total = sum(articles for _, articles in written.values())
        yield CorpusActor(entity_id, kind, name, country, written, total, entity_id in known)


def _add_up(rows: list[tuple[str, str, int]]) -> dict[str, tuple[str, int]]:
    """Spelling -> the rule that most articles give, and the articles of all rules."""
    if len(rows) == 1:
        ((surface, rule, articles),) = rows
        return {surface: (rule, articles)}
    added: dict[str, tuple[str, int]] = {}
    for surface, rule, articles in sorted(rows, key=lambda row: (row[0], -row[2], row[1])):
        main, total = added.get(surface, (rule, 0))
        added[surface] = main, total + articles
    return added
