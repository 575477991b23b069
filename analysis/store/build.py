"""write_: a corpus store from input files, in batches, so that a stopped build goes on where it was."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import psutil
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from analysis import __version__
from analysis.corpus import Notice, Rejected, count_bytes, read_records, split_place
from analysis.errors import InputProblem
from analysis.extraction import find_in_batches, load_extractor
from analysis.extraction.batches import merge_entities
from analysis.geography import locate_entities
from analysis.selection import Corpus
from analysis.store.manifest import NAME, SCHEMA, open_corpus, select_manifest, write_json
from analysis.store.queries import select_days
from analysis.tables import ARTICLES, ENTITIES, MENTIONS, REJECTED

BATCH = 400  # articles extracted and written together; what a stopped build can lose
Progress = Callable[[int, int, int], None]  # bytes read, bytes in all, articles read


@dataclass(frozen=True)
class BuildReport:
    """What a build did."""

    corpus: Corpus
    articles_added: int
    articles_known: int  # were in the corpus already
    articles_total: int
    rejected: pd.DataFrame
    notices: pd.DataFrame
    rebuilt: bool  # the knowledge had changed, so every article was looked at again


def write_corpus(
    inputs: Sequence[str | Path],
    directory: str | Path,
    *,
    mapping: Mapping[str, str] | None = None,
    workers: int = 1,
    scheduler: str | None = None,
    pipeline: str | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Build the corpus in `directory` from `inputs`, or add to it what is new in them.

    Articles already there are not extracted again, unless names, rules or pipeline have changed since: then all of them are, from their
    stored texts. A build that was stopped goes on where it was. An exact copy of an article within the input is rejected, with
    the place of the first. Raises InputProblem when the folder holds something else, or another build is at work in it.
    """
    directory = Path(directory)
    _refuse_strangers(directory)
    directory.mkdir(parents=True, exist_ok=True)
    with _alone(directory):
        fingerprint = load_extractor(pipeline).fingerprint
        built = directory / NAME
        if built.exists() and select_manifest(Corpus(str(directory), ""))["knowledge"] != fingerprint:
            return _rebuild(inputs, directory, mapping, workers, scheduler, pipeline, progress)
        return _Build(directory, fingerprint, pipeline).run(inputs, mapping, workers, scheduler, progress)


def _rebuild(inputs, directory, mapping, workers, scheduler, pipeline, progress) -> BuildReport:
    """Build beside the old store, from its texts and the new input, then put the new one in its place."""
    fresh = directory / "rebuild"
    fresh.mkdir(exist_ok=True)
    build = _Build(fresh, load_extractor(pipeline).fingerprint, pipeline)
    known = set(_stored_ids(directory))
    build.add(_stored_articles(directory), workers, scheduler)
    build.stored_rejected = pd.read_parquet(directory / "rejected.parquet")
    report = build.run(inputs, mapping, workers, scheduler, progress, known=known)
    for name in ("articles", "mentions", "entities", "batches"):
        shutil.rmtree(directory / name)
        os.replace(fresh / name, directory / name)
    for path in sorted(fresh.glob("*.*"), key=lambda p: p.name == NAME):  # the manifest last
        os.replace(path, directory / path.name)
    shutil.rmtree(fresh)
    corpus = open_corpus(directory)
    return BuildReport(**{**report.__dict__, "corpus": corpus, "rebuilt": True})


class _Build:
    """One build in one folder. A batch counts from the moment its entry in batches/ is written; files without one are swept away."""

    def __init__(self, directory: Path, knowledge: str, pipeline: str | None) -> None:
        self.directory, self.knowledge, self.pipeline = directory, knowledge, pipeline
        self.batches = directory / "batches"
        self.batches.mkdir(exist_ok=True)
        self._sweep()
        self.ids = set(_stored_ids(directory))
        self.places: dict[str, str] = {}  # where in this input each article was first seen
        self.rejected: list[dict] = []
        self.notices: list[dict] = []
        self.stored_rejected = _read_if_there(directory / "rejected.parquet", REJECTED.empty())
        self.known = 0
        self.added = 0

    def run(self, inputs, mapping, workers, scheduler, progress, known: set[str] = frozenset()) -> BuildReport:
        before = set(self.ids)
        total, done, seen = (count_bytes(inputs), 0, 0) if progress else (0, 0, 0)

        def on_bytes(count: int) -> None:
            nonlocal done
            done += count
            progress(done, total, seen)

        def records() -> Iterator[dict]:
            nonlocal seen
            for record in read_records(inputs, mapping, on_bytes=on_bytes if progress else None):
                if isinstance(record, Rejected | Notice):
                    target = self.rejected if isinstance(record, Rejected) else self.notices
                    target.append({"file": record.file, "line": record.line, "reason": record.reason})
                    continue
                seen += 1
                if self._is_new(record, before):
                    yield record

        self.add(records(), workers, scheduler)
        if progress:
            progress(total, total, seen)
        self.added -= len(known)
        corpus = self._finish(inputs)
        rejected, notices = REJECTED.of(self.rejected), REJECTED.of(self.notices)
        return BuildReport(corpus, max(self.added, 0), self.known, len(self.ids), rejected, notices, False)

    def _is_new(self, record: dict, before: set[str]) -> bool:
        name, here = record["article_id"], record["file"]
        if name in self.places:
            file, line = split_place(here)
            self.rejected.append({"file": file, "line": line, "reason": f"It is an exact copy of {self.places[name]}."})
            return False
        self.places[name] = here
        if name in before:
            self.known += 1
            return False
        return True

    def add(self, records: Iterable[dict], workers: int, scheduler: str | None) -> None:
        """Extract the records and write them, batch by batch."""
        batches = _batches(r for r in records if r["article_id"] not in self.ids)
        for articles, found in find_in_batches(batches, pipeline=self.pipeline, workers=workers, scheduler=scheduler):
            self._write(articles, found)

    def _write(self, articles: list[dict], found: list) -> None:
        name = hashlib.sha256("".join(a["article_id"] for a in articles).encode()).hexdigest()[:16]
        mentions = [
            {"article_id": a["article_id"], **m} for a, f in zip(articles, found, strict=True) for m in f.mentions
        ]
        entities = merge_entities(f.entities for f in found)
        table = ARTICLES.of(articles)
        month = dict(zip(table.article_id, table.published.dt.strftime("%Y-%m").fillna("undated"), strict=True))
        table = table.assign(month=table.article_id.map(month)).sort_values(["published", "article_id"], kind="stable")
        order = {a: i for i, a in enumerate(table.article_id)}
        named = MENTIONS.of(mentions)
        named = named.assign(month=named.article_id.map(month).astype("str"), order=named.article_id.map(order))
        named = named.sort_values(["order", "start", "end"], kind="stable").drop(columns="order")
        _write_parts(self.directory / "mentions", named, name)
        _write_parts(self.directory / "articles", table, name)
        (self.directory / "entities").mkdir(exist_ok=True)
        _write_parquet(self.directory / "entities" / f"part-{name}.parquet", ENTITIES.of(entities.values()))
        write_json(self.batches / f"{name}.json", {"articles": len(articles)})
        self.ids.update(a["article_id"] for a in articles)
        self.added += len(articles)

    def _sweep(self) -> None:
        """Remove the files of batches that were not finished, and all when they were made with other knowledge."""
        stamp = self.directory / "building.json"
        if not stamp.exists() or json.loads(stamp.read_text(encoding="utf-8")) != {"knowledge": self.knowledge}:
            for path in self.batches.glob("*.json"):
                path.unlink()
            write_json(stamp, {"knowledge": self.knowledge})
        finished = {path.stem for path in self.batches.glob("*.json")}
        for path in self.directory.glob("*/**/part-*.parquet"):
            if (
                path.stem.removeprefix("part-") not in finished
                and "rebuild" not in path.relative_to(self.directory).parts
            ):
                path.unlink()

    def _finish(self, inputs) -> Corpus:
        directory = self.directory
        entities = _distinct_entities(directory)
        located = locate_entities(entities)
        rejected = pd.concat([self.stored_rejected, REJECTED.of(self.rejected)], ignore_index=True).drop_duplicates()
        tables = {"entities": entities, "places": located.places, "unplaced": located.unplaced, "rejected": rejected}
        for name, table in tables.items():
            _write_parquet(directory / f"{name}.parquet", table)
        for name, table in (
            ("articles", ARTICLES),
            ("mentions", MENTIONS),
        ):  # an empty corpus is still one that can be queried
            if not list((directory / name).glob("month=*/*.parquet")):
                _write_parts(
                    directory / name, table.empty().reindex([0]).assign(month="undated").iloc[:0], "empty", ["undated"]
                )
        corpus = Corpus(str(directory), _fingerprint(self.ids, self.knowledge))
        first, last, undated = select_days(corpus)
        write_json(
            directory / NAME,
            {
                "schema": SCHEMA,
                "name": directory.name if directory.name != "rebuild" else directory.parent.name,
                "dateline": __version__,
                "created": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
                "articles": len(self.ids),
                "mentions": ds.dataset(directory / "mentions", format="parquet").count_rows(),
                "entities": len(entities),
                "rejected": len(rejected),
                "undated": undated,
                "first_day": first and first.isoformat(),
                "last_day": last and last.isoformat(),
                "inputs": [Path(i).name for i in inputs],
                "pipeline": self.pipeline or "dictionaries",
                "knowledge": self.knowledge,
                "fingerprint": corpus.fingerprint,
                "notices": self.notices[:1000],
            },
        )
        return corpus


def _fingerprint(ids: Iterable[str], knowledge: str) -> str:
    """Of a corpus: its articles and the knowledge they were read with; not the order, batches or machine of the build."""
    digest = hashlib.sha256(knowledge.encode())
    for name in sorted(ids):
        digest.update(name.encode())
    return digest.hexdigest()[:16]


def _batches(records: Iterable[dict]) -> Iterator[list[dict]]:
    batch: list[dict] = []
    for record in records:
        batch.append(record)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _write_parts(folder: Path, table: pd.DataFrame, name: str, months: Sequence[str] | None = None) -> None:
    for month in months if months is not None else table.month.unique():
        target = folder / f"month={month}"
        target.mkdir(parents=True, exist_ok=True)
        _write_parquet(target / f"part-{name}.parquet", table[table.month == month].drop(columns="month"))


def _write_parquet(path: Path, table: pd.DataFrame) -> None:
    temporary = path.with_suffix(".tmp")
    arrow = pa.Table.from_pandas(table, preserve_index=False)
    pq.write_table(arrow.replace_schema_metadata(None), temporary, compression="zstd")
    os.replace(temporary, path)


def _stored_ids(directory: Path) -> list[str]:
    return [
        a
        for path in directory.glob("articles/month=*/part-*.parquet")
        for a in pq.read_table(path, columns=["article_id"])[0].to_pylist()
    ]


def _stored_articles(directory: Path) -> Iterator[dict]:
    for path in sorted(directory.glob("articles/month=*/part-*.parquet")):
        for row in pq.read_table(path, partitioning=None).to_pylist():
            yield row | {"published": row["published"].date() if row["published"] else None}


def _distinct_entities(directory: Path) -> pd.DataFrame:
    parts = [pd.read_parquet(path) for path in sorted(directory.glob("entities/part-*.parquet"))]
    return ENTITIES.of(
        pd.concat([ENTITIES.empty(), *parts]).drop_duplicates("entity_id").sort_values("entity_id", ignore_index=True)
    )


def _read_if_there(path: Path, otherwise: pd.DataFrame) -> pd.DataFrame:
    return pd.read_parquet(path) if path.exists() else otherwise


def _refuse_strangers(directory: Path) -> None:
    if directory.is_file():
        raise InputProblem(f"{directory} is a file, not a folder.", "Name a folder for the corpus with --corpus.")
    ours = {NAME, "building.json", "batches", "lock"}
    if directory.exists() and any(directory.iterdir()) and not any((directory / name).exists() for name in ours):
        raise InputProblem(
            f"The folder {directory} holds something that is not a corpus.",
            "Name an empty or new folder with --corpus.",
        )


@contextmanager
def _alone(directory: Path) -> Iterator[None]:
    """Hold the folder's lock; one left by a build that no longer runs is taken over."""
    lock = directory / "lock"
    try:
        handle = os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
    except FileExistsError:
        holder = lock.read_text().strip()
        if not holder.isdigit() or psutil.pid_exists(int(holder)):
            raise InputProblem(
                f"Another build is at work in {directory}.", f"Wait for it; if there is none, delete {lock}."
            ) from None
        lock.unlink(missing_ok=True)
        handle = os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
    os.write(handle, str(os.getpid()).encode())
    os.close(handle)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)
