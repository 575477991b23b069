"""The last step of a build: its batches become part of the corpus, and what holds for the whole of it is written."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis import __version__
from analysis.corrections import read_corrections
from analysis.extraction import merge_entities
from analysis.geography import locate_entities
from analysis.store.batches import Batches, write_parquet
from analysis.store.joining import add_targets, find_aliases
from analysis.store.manifest import SCHEMA, write_manifest
from analysis.store.parts import UNDATED, check_files, merge_parts, month_of, remove_strays
from analysis.tables import ALIASES, ENTITIES, PLACES, REJECTED, UNPLACED

WHOLE = ("entities", "aliases", "places", "unplaced", "rejected", "notices")  # tables that are one file
NOTHING = {"files": {"articles": [], "mentions": []}, "generation": 0, "knowledge": "", "inputs": []}  # no corpus yet


def complete_corpus(
    directory: Path,
    old: dict,
    batches: Batches,
    origin: dict,
    rejected: pd.DataFrame,
    notices: pd.DataFrame,
    geocoders: Sequence | None = None,
) -> dict:
    """Merge the batches into the corpus that the manifest `old` describes; return the new manifest.

    `origin` says what the corpus is made from: inputs, pipeline and knowledge. When the knowledge is another than that
    of the old corpus, the batches hold all articles, and only what was rejected and noticed is taken over. Entities are
    located by `geocoders` (see locate_entities).
    """
    parts = old["files"] if old["knowledge"] in ("", origin["knowledge"]) else NOTHING["files"]
    generation = old["generation"] + 1
    files = {
        table: merge_parts(
            directory, table, parts[table], batches.paths(table), f"part-{generation:04d}", batches.scratch
        )
        for table in ("articles", "mentions")
    }
    earlier = [directory / "entities.parquet"] if parts["articles"] else []
    entities = _gather_entities([*earlier, *batches.paths("entities")])
    aliases = find_aliases(directory, files["mentions"], entities)
    entities = add_targets(entities, aliases)
    located = locate_entities(entities, geocoders)
    whole = {
        "entities": (ENTITIES, entities),
        "aliases": (ALIASES, aliases),
        "places": (PLACES, located.places),
        "unplaced": (UNPLACED, located.unplaced),
        "rejected": (REJECTED, _extend(directory / "rejected.parquet", rejected) if old["inputs"] else rejected),
        "notices": (REJECTED, _extend(directory / "notices.parquet", notices) if old["inputs"] else notices),
    }
    for name, (contract, table) in whole.items():
        write_parquet(directory / f"{name}.parquet.tmp", contract, table)
    manifest = {
        "schema": SCHEMA,
        "name": directory.resolve().name,
        "dateline": __version__,
        "created": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "generation": generation,
        **_count(directory, files, origin["knowledge"], aliases),
        **{name: len(whole[name][1]) for name in ("entities", "rejected", "notices")},
        **origin,
        "files": files,
    }
    for name in whole:
        os.replace(directory / f"{name}.parquet.tmp", directory / f"{name}.parquet")
    write_manifest(directory, manifest)
    remove_strays(directory, files)
    batches.remove()
    return manifest


def read_ids(paths: Iterable[Path]) -> set[str]:
    """The article ids in some Parquet files."""
    ids: set[str] = set()
    for path in paths:
        try:
            ids.update(pq.read_table(path, columns=["article_id"])["article_id"].to_pylist())
        except (OSError, pa.ArrowException):
            check_files([path], to_the_end=True)
            raise
    return ids


def _gather_entities(paths: list[Path]) -> pd.DataFrame:
    """One row per entity, by id."""
    every = pd.concat([ENTITIES.empty(), *(pd.read_parquet(path) for path in paths)]).drop_duplicates()
    merged = merge_entities({row["entity_id"]: row} for row in every.to_dict("records"))
    return ENTITIES.of(merged[entity_id] for entity_id in sorted(merged))


def _extend(path: Path, rows: pd.DataFrame) -> pd.DataFrame:
    """What a file holds and the rows that it doesn't."""
    earlier = [pd.read_parquet(path)] if path.exists() else []
    return pd.concat([*earlier, rows]).drop_duplicates(ignore_index=True)


def _count(directory: Path, files: dict[str, list[str]], knowledge: str, aliases: pd.DataFrame) -> dict:
    """Counts and days of a corpus, and its fingerprint: of its articles, of the knowledge they were read with, and of
    who counts as whom."""
    rows = {f: pq.read_metadata(directory / f).num_rows for parts in files.values() for f in parts}
    dated = sorted(f for f in files["articles"] if month_of(f) != UNDATED and rows[f])
    digest = hashlib.sha256(knowledge.encode())
    for article_id in sorted(read_ids(directory / f for f in files["articles"])):
        digest.update(article_id.encode())
    digest.update(aliases.to_csv(index=False).encode())
    digest.update(repr(read_corrections()).encode())
    return {
        "fingerprint": digest.hexdigest()[:16],
        "articles": sum(rows[f] for f in files["articles"]),
        "mentions": sum(rows[f] for f in files["mentions"]),
        "undated": sum(rows[f] for f in files["articles"] if f not in dated),
        "first_day": _day(directory / dated[0], 0) if dated else None,
        "last_day": _day(directory / dated[-1], -1) if dated else None,
    }


def _day(path: Path, row: int) -> str:
    """The day of a part's first or last row, which is its first or last day."""
    day: date = pq.read_table(path, columns=["published"])["published"][row].as_py()
    return day.isoformat()
