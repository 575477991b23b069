"""Batches: what a build has finished so far, kept beside the corpus until all of it is in.

A batch is a folder with its articles, mentions and entities. It gets its name only when it is complete, so a build that
is stopped loses at most the batches it was at.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.extraction import Found, merge_entities
from analysis.store.manifest import BUILDING
from analysis.tables import ARTICLES, ENTITIES, MENTIONS, Table

SIZE = 400  # articles in a batch
OF_ARTICLE = ("published", "source", "story_id")  # columns of its article that each mention carries too


class Batches:
    """The finished batches of one build. `stamp` says what a batch is good for; those with another are thrown away."""

    def __init__(self, directory: Path, stamp: str) -> None:
        self.directory = directory / BUILDING
        self.folder = self.directory / stamp
        self.scratch = self.directory / "sorting"
        for other in self.directory.glob("*"):
            if other != self.folder:
                shutil.rmtree(other)
        for half in self.folder.glob("*.tmp"):
            shutil.rmtree(half)

    def write(self, articles: list[dict], found: list[Found]) -> None:
        """Keep one batch: articles with what was found in each."""
        folder = self.folder / f"batch-{len(self.paths('articles')) + 1:06d}"
        half = folder.with_suffix(".tmp")
        half.mkdir(parents=True)
        mentions = (
            {"article_id": article["article_id"], **{c: article[c] for c in OF_ARTICLE}, **mention}
            for article, each in zip(articles, found, strict=True)
            for mention in each.mentions
        )
        write_parquet(half / "articles.parquet", ARTICLES, articles)
        write_parquet(half / "mentions.parquet", MENTIONS, mentions)
        write_parquet(half / "entities.parquet", ENTITIES, merge_entities(each.entities for each in found).values())
        half.rename(folder)

    def paths(self, table: str) -> list[Path]:
        """The files of one table, in the order of the batches."""
        return sorted(self.folder.glob(f"batch-*[0-9]/{table}.parquet"))

    def remove(self) -> None:
        shutil.rmtree(self.directory, ignore_errors=True)


def holds_batches(directory: Path) -> bool:
    """Whether the folder holds what a stopped build left, and in its place for batches nothing else."""
    names = [path.name for path in (directory / BUILDING).glob("*")]
    return bool(names) and all(re.fullmatch(r"\d{4,}-[0-9a-f]{16}|sorting", name) for name in names)


def split_into_batches(records: Iterable[dict]) -> Iterator[list[dict]]:
    batch: list[dict] = []
    for record in records:
        batch.append(record)
        if len(batch) == SIZE:
            yield batch
            batch = []
    if batch:
        yield batch


def write_parquet(path: Path, table: Table, rows: Iterable[dict] | pd.DataFrame) -> None:
    """A table of the contract as a Parquet file; days as dates, and what mentions carry of their articles last."""
    checked = table.of(rows)
    if table is MENTIONS:
        carried = {column: ARTICLES.columns[column] for column in OF_ARTICLE}
        checked = checked.reindex(columns=[*table.columns, *carried]).astype(carried)
    else:
        checked = checked[list(table.columns)]
    arrow = pa.Table.from_pandas(checked, preserve_index=False).replace_schema_metadata(None)
    if "published" in arrow.column_names:
        at = arrow.column_names.index("published")
        arrow = arrow.set_column(at, "published", arrow["published"].cast(pa.date32()))
    pq.write_table(arrow, path, compression="zstd")
