"""Which entities of a corpus are one: found when it is complete, over all that its articles write."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pandas as pd

from analysis.corrections import Correction, read_corrections
from analysis.extraction import actor_rows, merge_corpus
from analysis.store.parts import OFFLINE, SCAN
from analysis.tables import ACTOR_KINDS, ALIASES, ENTITIES


def find_aliases(directory: Path, mentions: Sequence[str], entities: pd.DataFrame) -> pd.DataFrame:
    """ALIASES of the corpus whose mentions stand in these parts, by the rules of extraction and the corrections."""
    forms = f"""select entity_id, surface, count(distinct article_id) as articles, rule
        from {SCAN} where list_contains($kinds, kind) group by entity_id, surface, rule order by all"""
    with duckdb.connect(":memory:", config=OFFLINE) as duck:
        files = [str(directory / part) for part in mentions]
        found = duck.sql(forms, params={"files": files, "kinds": list(ACTOR_KINDS)}).df()
    found = found.astype({"surface": "str", "rule": "str"})
    return ALIASES.of(merge_corpus(found, entities, _read_usable(set(entities.entity_id))))


def _read_usable(known: set[str]) -> list[Correction]:
    """The corrections less merges into an actor that is neither in this corpus nor in the dictionary."""
    corrections = read_corrections()
    asked = [c.value for c in corrections if c.action == "merge" and c.value not in known]
    known = known | {row["entity_id"] for row in actor_rows(asked)}
    return [c for c in corrections if c.action != "merge" or c.value in known]


def add_targets(entities: pd.DataFrame, aliases: pd.DataFrame) -> pd.DataFrame:
    """The entities, and those of the dictionary that others were joined to and no article names by itself."""
    missing = sorted(set(aliases.into_id) - set(entities.entity_id) - {""})
    return ENTITIES.of(pd.concat([entities, ENTITIES.of(actor_rows(missing))]).sort_values("entity_id"))
