"""write_: a corpus store from input files, in batches, so that a stopped build goes on where it was.

New articles are extracted into batches (see batches.py). When the input is through, the batches are merged into sorted
parts beside those that are there (see parts.py), and the manifest is replaced (see completion.py). Until that moment a
reader sees the old corpus, from it on the new one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.corpus import Notice, Rejected, count_bytes, read_records, split_place
from analysis.errors import InputProblem
from analysis.extraction import find_in_batches, load_extractor
from analysis.selection import Corpus
from analysis.store.batches import Batches, holds_batches, split_into_batches
from analysis.store.completion import NOTHING, WHOLE, complete_corpus, read_ids
from analysis.store.inputs import describe_inputs
from analysis.store.lock import hold_folder
from analysis.store.manifest import BUILDING, EXTENDABLE, NAME, SCHEMA, read_manifest
from analysis.store.parts import ORDERS, check_files, remove_strays
from analysis.tables import REJECTED

Progress = Callable[[int, int, int], None]  # bytes of input read, bytes in all, articles read


@dataclass(frozen=True)
class BuildReport:
    """What a build did. `rejected` and `notices` are those of this build's input (columns of tables.REJECTED)."""

    corpus: Corpus
    articles_added: int  # since the corpus was last finished
    articles_known: int  # of the input, that the corpus had already
    articles_total: int
    rejected: pd.DataFrame
    notices: pd.DataFrame
    rebuilt: bool  # names, rules or pipeline had changed, so every stored article was extracted again
    anew: bool  # the corpus was asked to hold just its input, which had changed, so it was built from nothing


def write_corpus(
    inputs: Sequence[str | Path],
    directory: str | Path,
    *,
    mapping: Mapping[str, str] | None = None,
    workers: int = 1,
    scheduler: str | None = None,
    pipeline: str | None = None,
    disputed: str = "un",
    geocoders: Sequence | None = None,
    exact: bool = False,
    progress: Progress | None = None,
) -> BuildReport:
    """Build the corpus in `directory` from `inputs`, or add to it what is new in them.

    Articles already there are not extracted again, unless names, rules or pipeline have changed since: then all are,
    from their stored texts. What an input no longer holds stays in the corpus, and an article that was changed is there
    in both versions; unless it is to be `exact`: then a corpus whose input has changed is built from nothing, and
    readers see the old one until that is done. A build that was stopped goes on where it was. An exact copy of an
    article within the input is rejected, with the place of the first. Entities are located by `geocoders`, in order;
    without any, by the bundled gazetteer. Raises InputProblem when the folder holds something else, another build is at
    work in it, or the input holds no article at all; what was there stays as it was.
    """
    directory = Path(directory)
    _refuse_strangers(directory)
    extractor = load_extractor(pipeline, disputed=disputed)
    with hold_folder(directory):
        described = describe_inputs(inputs)
        build = _Build(directory, extractor.fingerprint, described if exact else None)
        batches = split_into_batches(chain(build.read_stored(), build.read_new(inputs, mapping, progress)))
        try:
            for articles, found in find_in_batches(
                batches, pipeline=pipeline, workers=workers, scheduler=scheduler, disputed=disputed
            ):
                build.batches.write(articles, found)
            return build.finish(described, pipeline, disputed, geocoders)
        except (OSError, pa.ArrowException, duckdb.Error):
            build.check_stored(to_the_end=True)  # is it the corpus's own files?
            raise


class _Build:
    """One build in one folder: what is there (`old`), what is being added, and what was said of the input.

    With `only`, descriptions of inputs, a corpus of other inputs counts as nothing."""

    def __init__(self, directory: Path, knowledge: str, only: list[dict] | None) -> None:
        self.directory, self.knowledge = directory, knowledge
        there = read_manifest(directory, EXTENDABLE) or NOTHING
        self.anew = only is not None and there["inputs"] not in ([], only)
        self.old = NOTHING | {"generation": there["generation"]} if self.anew else there
        self.check_stored()
        older = self.old is not NOTHING and self.old.get("schema", SCHEMA) != SCHEMA
        self.rebuilt = older or self.old["knowledge"] not in ("", knowledge)
        remove_strays(directory, there["files"])
        mark = hashlib.sha256(json.dumps(only).encode()).hexdigest() if self.anew else ""
        stamp = hashlib.sha256((knowledge + mark).encode()).hexdigest()[:16]
        self.batches = Batches(directory, f"{self.old['generation'] + 1:04d}-{stamp}")
        self.stored = read_ids(directory / file for file in self.old["files"]["articles"])
        self.ready = read_ids(self.batches.paths("articles"))
        self.known = 0
        self.said: dict[type, list[dict]] = {Rejected: [], Notice: []}

    def check_stored(self, *, to_the_end: bool = False) -> None:
        """Raise InputProblem when a file of the old corpus is damaged."""
        if self.old["files"] != NOTHING["files"]:
            whole = [name for name in WHOLE if (self.directory / f"{name}.parquet").exists() or name != "aliases"]
            files = [*chain(*self.old["files"].values()), *(f"{name}.parquet" for name in whole)]
            check_files((self.directory / file for file in files), to_the_end=to_the_end)

    def read_stored(self) -> Iterator[dict]:
        """The articles that are to be extracted again, and are in no finished batch."""
        for file in self.old["files"]["articles"] if self.rebuilt else []:
            for rows in pq.ParquetFile(self.directory / file).iter_batches(1000):
                yield from (row for row in rows.to_pylist() if row["article_id"] not in self.ready)

    def read_new(self, inputs, mapping, progress: Progress | None) -> Iterator[dict]:
        """The articles of the input that are in neither the corpus nor a finished batch, each once."""
        total, done = count_bytes(inputs) if progress else 0, 0
        places: dict[str, str] = {}  # where in this input each article first stood

        def on_bytes(count: int) -> None:
            nonlocal done
            done += count
            progress(done, total, len(places))

        for record in read_records(inputs, mapping, on_bytes if progress else None):
            if not isinstance(record, dict):
                self.said[type(record)].append(asdict(record))
                continue
            article_id, place = record["article_id"], record["file"]
            if article_id in places:
                file, line = split_place(place)
                reason = f"It is an exact copy of {places[article_id]}."
                self.said[Rejected].append({"file": file, "line": line, "reason": reason})
                continue
            places[article_id] = place
            self.known += article_id in self.stored
            if article_id not in self.stored and article_id not in self.ready:
                yield record
        if progress:
            progress(total, total, len(places))

    def finish(
        self, inputs: list[dict], pipeline: str | None, disputed: str, geocoders: Sequence | None
    ) -> BuildReport:
        """Make the batches part of the corpus."""
        rejected, notices = (REJECTED.of(self.said[kind]) for kind in (Rejected, Notice))
        origin = {
            "inputs": [*self.old["inputs"], *(each for each in inputs if each not in self.old["inputs"])],
            "pipeline": pipeline or "bundled",
            "disputed": disputed,
            "knowledge": self.knowledge,
        }
        manifest = complete_corpus(self.directory, self.old, self.batches, origin, rejected, notices, geocoders)
        corpus = Corpus(str(self.directory), manifest["fingerprint"])
        added = manifest["articles"] - len(self.stored)
        return BuildReport(corpus, added, self.known, manifest["articles"], rejected, notices, self.rebuilt, self.anew)


def _refuse_strangers(directory: Path) -> None:
    """Raise InputProblem when there is something else than a corpus, finished or begun, where one is to be built.

    A build removes what is left of others, so nothing of the reader's may be taken for that: not a folder called
    building either.
    """
    if directory.exists() and not directory.is_dir():
        raise InputProblem(f"{directory} is a file, not a folder.", "Name a folder for the corpus with --corpus.")
    if read_manifest(directory, EXTENDABLE) is None and directory.is_dir():
        there = {path.name.removesuffix(".tmp") for path in directory.iterdir() if not path.name.startswith(".")}
        strange = there - {BUILDING, NAME, *ORDERS, *(f"{name}.parquet" for name in WHOLE)}
        if there and not holds_batches(directory):
            strange = there
        if strange:
            raise InputProblem(
                f"The folder {directory} holds something that is not a corpus ({min(strange)}).",
                "Name an empty or new folder with --corpus.",
            )
