"""One row per entity, of what many articles say of it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import cache

from analysis.extraction.knowledge import DATA


def merge_entities(found: Iterable[Mapping[str, dict]]) -> dict[str, dict]:
    """One entity for each id, in order of appearance; the same whatever comes first, so that a corpus that grows is the
    one that is built at once. Where articles differ, the highest office counts (the order of data/kinds.csv), and of
    everything else the longest, the first in the alphabet of several."""
    merged: dict[str, dict] = {}
    for entities in found:
        for entity_id, entity in entities.items():
            known = merged.setdefault(entity_id, entity)
            if known.get("kind") != entity.get("kind"):  # one name of two kinds: that of the first in the alphabet
                merged[entity_id] = min(known, entity, key=lambda each: each["kind"])
            elif known != entity:
                merged[entity_id] = {column: _choose(column, value, entity[column]) for column, value in known.items()}
    return merged


def _choose(column: str, one: str, other: str) -> str:
    if not one or not other:
        return one or other
    if column == "type":
        return min(one, other, key=lambda value: (_ranks().get(value, len(_ranks())), value))
    return min(one, other, key=lambda value: (-len(value), value))


@cache
def _ranks() -> dict[str, int]:
    with (DATA / "kinds.csv").open(encoding="utf-8", newline="") as file:
        return {row["type"]: rank for rank, row in enumerate(csv.DictReader(file))}
