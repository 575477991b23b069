"""Names written shortly, for tests of which of them are one actor."""

from __future__ import annotations

from functools import cache

import pandas as pd

from analysis.extraction.actor_dictionary import ActorDictionary
from analysis.extraction.aliases import NamedActor, merge_article, merge_corpus
from analysis.extraction.countries import Countries
from analysis.extraction.knowledge import read_knowledge
from analysis.tables import ENTITIES


@cache
def dictionary() -> ActorDictionary:
    knowledge = read_knowledge()
    return ActorDictionary(knowledge, Countries(knowledge.country_forms).is_form)


def people(*names: str | tuple[str, ...], found: tuple[str, ...] = ()) -> list[str]:
    """The ids of people written so; a tuple is (name, title, country)."""
    return [merge.entity_id for merge in merges("person", *names, found=found)]


def organisations(*names: str | tuple[str, ...], found: tuple[str, ...] = (), **explained: str) -> list[str]:
    """The ids of organisations written so; `explained`: acronym -> long form."""
    return [merge.entity_id for merge in merges("organisation", *names, found=found, **explained)]


def rules(kind: str, *names: str | tuple[str, ...], **explained: str) -> list[str]:
    return [merge.rule for merge in merges(kind, *names, **explained)]


def merges(kind: str, *names: str | tuple[str, ...], found: tuple[str, ...] = (), **explained: str) -> list:
    written = [(name,) if isinstance(name, str) else name for name in names]
    actors = {entity_id: dictionary().actors[entity_id] for entity_id in found}
    return merge_article([NamedActor(name, kind, *rest) for name, *rest in written], actors, dictionary(), explained)


def corpus(*actors: tuple, forms: tuple = (), corrections: tuple = ()) -> list[tuple[str, str, str]]:
    """(entity_id, into_id, rule) of a corpus of actors (id, kind, name, articles, country) and of more forms of them
    (entity_id, surface, rule, articles)."""
    table = merge_table(*actors, forms=forms, corrections=corrections)
    return list(table[["entity_id", "into_id", "rule"]].itertuples(index=False, name=None))


def entity(entity_id: str, kind: str, name: str, country: str = "") -> dict[str, str]:
    """A row of the entities table."""
    row = {"entity_id": entity_id, "kind": kind, "name": name, "type": kind, "country": country}
    return dict.fromkeys(ENTITIES.columns, "") | row


def merge_table(*actors: tuple, forms: tuple = (), corrections: tuple = ()) -> pd.DataFrame:
    rows = [entity(i, kind, name, *rest) for i, kind, name, _, *rest in actors]
    own = [(i, name, "same_name", articles) for i, _, name, articles, *_ in actors]
    written = pd.DataFrame([*own, *forms], columns=["entity_id", "surface", "rule", "articles"])
    return merge_corpus(written, ENTITIES.of(rows), corrections)
