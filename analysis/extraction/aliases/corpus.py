"""The distinct names of a corpus, each with the actor it joins."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pandas as pd

from analysis.corrections import Correction
from analysis.extraction.aliases.components import Components
from analysis.extraction.aliases.corpus_actors import CorpusActor, Join, read_corpus_actors
from analysis.extraction.aliases.corpus_organisations import join_organisations
from analysis.extraction.aliases.corpus_people import join_people
from analysis.extraction.aliases.name_knowledge import read_name_knowledge
from analysis.extraction.names import fold, slug
from analysis.tables import ACTOR_KINDS

COLUMNS = ("entity_id", "into_id", "rule", "reason")


def merge_corpus(forms: pd.DataFrame, entities: pd.DataFrame, corrections: Sequence[Correction] = ()) -> pd.DataFrame:
    """One row for each actor that is another's other name: `entity_id`, `into_id`, `rule` (a key of RULES), `reason`.

    `forms`: entity_id, surface, rule (of its Merge), articles (how many write it so); `entities`: tables.ENTITIES.
    Names of one key fall together in the dictionary's actor, else in the most used; then initials, surnames and
    acronyms that stand alone join the one actor they can be (see corpus_people, corpus_organisations). `corrections`
    overrule: what they merge goes where they say, what they split stays apart, and what they ignore has "" for
    into_id. A correction that would merge a person with an organisation, or either with a country, is left out.
    Chains are resolved: no into_id is itself an entity_id. Ordered by entity_id; independent of row order; about
    linear in the number of names.
    """
    with _without_collecting():
        return _merge(forms, entities, corrections)


def _merge(forms: pd.DataFrame, entities: pd.DataFrame, corrections: Sequence[Correction]) -> pd.DataFrame:
    ignored = {c.entity_id for c in corrections if c.action == "ignore"}
    actors = {a.entity_id: a for a in read_corpus_actors(forms, entities) if a.entity_id not in ignored}
    known = set(entities["entity_id"])
    components = Components(actors, list(_read_splits(corrections, actors)))
    kinds = dict.fromkeys(read_name_knowledge().country_names, "country")
    kinds |= dict(zip(entities["entity_id"], entities["kind"], strict=True))
    for correction in corrections:
        if correction.action == "merge" and ignored.isdisjoint((correction.entity_id, correction.value)):
            members = (*components.members(correction.entity_id), *components.members(correction.value))
            if len(found := {kinds[m] for m in members if m in kinds}) > 1 or not found.issubset(ACTOR_KINDS):
                continue
            note = f" ({correction.note})" if correction.note else ""
            reason = f"Your corrections merge {correction.entity_id} into {correction.value}{note}."
            components.join(Join(correction.entity_id, correction.value, "correction", reason), forced=True)
    for join in (join_people, join_organisations):
        join(components)
    rows = [(i, "", "correction", "Your corrections leave it out.") for i in ignored & known]
    rows += [
        (join.entity_id, join.into_id, join.rule, join.reason)
        for join in components.changes()
        if join.entity_id in known
    ]
    return pd.DataFrame(sorted(rows), columns=list(COLUMNS), dtype="str")


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Names make many objects and no cycles among them; to look for cycles would take a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read_splits(corrections: Sequence[Correction], actors: dict[str, CorpusActor]) -> Iterator[tuple[str, str]]:
    """Pairs of actors that corrections keep apart."""
    splits = [c for c in corrections if c.action == "split"]
    named: dict[str, set[str]] = {fold(c.surface): {slug(c.surface)} for c in splits}
    for actor in actors.values() if splits else ():
        for surface in (actor.name, *actor.surfaces):
            if (ids := named.get(fold(surface))) is not None:
                ids.add(actor.entity_id)
    for split in splits:
        others = named[fold(split.surface)] | ({split.value} if split.value else set())
        yield from ((split.entity_id, other) for other in sorted(others) if other != split.entity_id)
