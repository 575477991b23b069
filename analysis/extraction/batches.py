"""Many articles: in this process, on this machine's cores, or on a dask cluster; the answer is the same."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import pandas as pd

from analysis.errors import InputProblem
from analysis.extraction.entities import merge_entities
from analysis.extraction.mentions import Extractor, Found, load_extractor
from analysis.tables import ENTITIES, MENTIONS

_BATCH = 100  # articles handed to the extractor at once by find_mentions
_WAITING = 3  # batches per worker that are sent ahead, so that memory stays bounded and no worker idles
_CONNECT_SECONDS = 10


class Extraction(NamedTuple):
    """The mentions and entities of some articles, as tables that keep the contract of analysis.tables."""

    mentions: pd.DataFrame
    entities: pd.DataFrame


def find_mentions(
    articles: pd.DataFrame,
    extractor: Extractor | None = None,
    workers: int = 1,
    scheduler: str | None = None,
    pipeline: str | None = None,
) -> Extraction:
    """The mentions in `articles`, in their order and then the text's, and one row for each entity in them.

    An `extractor` given is used in this process; otherwise as find_in_batches.
    """
    records = articles[["article_id", "text"]].to_dict("records")
    if extractor is not None:
        found = [extractor.find(record["text"]) for record in records]
    else:
        batches = (records[i : i + _BATCH] for i in range(0, len(records), _BATCH))
        found = [f for _, batch in find_in_batches(batches, pipeline, workers, scheduler) for f in batch]
    mentions = [
        {"article_id": record["article_id"], **mention}
        for record, each in zip(records, found, strict=True)
        for mention in each.mentions
    ]
    return Extraction(MENTIONS.of(mentions), ENTITIES.of(merge_entities(each.entities for each in found).values()))


def find_in_batches(
    batches: Iterable[list[dict]],
    pipeline: str | None = None,
    workers: int = 1,
    scheduler: str | None = None,
    disputed: str = "un",
) -> Iterator[tuple[list[dict], list[Found]]]:
    """Each batch of articles (dicts with `text`) with what was found in each of them, in the order given.

    One worker runs in this process; more are processes on this machine (loopback only), or those of the dask
    `scheduler` at that address, which need the same version of Dateline and of its data. Batches are read as they are
    needed. Scripts that ask for workers need the usual `if __name__ == "__main__":`, as each worker starts afresh.
    """
    if workers < 1:
        raise InputProblem(f"{workers} workers cannot work.", "Ask for 1 or more.")
    extractor = load_extractor(pipeline, disputed=disputed)  # problems are said here, before workers start
    if workers == 1 and scheduler is None:
        for batch in batches:
            yield batch, [extractor.find(article["text"]) for article in batch]
        return
    with _connect(workers, scheduler) as client:
        ahead = _WAITING * max(workers, len(client.scheduler_info(n_workers=-1)["workers"]))
        waiting: deque = deque()
        for batch in batches:
            texts = [article["text"] for article in batch]
            waiting.append(
                (batch, client.submit(_find_texts, texts, pipeline, disputed, extractor.fingerprint, pure=False))
            )
            if len(waiting) >= ahead:
                batch, future = waiting.popleft()
                yield batch, future.result()
        while waiting:
            batch, future = waiting.popleft()
            yield batch, future.result()


def _find_texts(texts: list[str], pipeline: str | None, disputed: str, fingerprint: str) -> list[Found]:
    """On a worker: what is found in each text, by the same knowledge as the sender's."""
    extractor = load_extractor(pipeline, disputed=disputed)
    if extractor.fingerprint != fingerprint:
        raise InputProblem(
            "A worker of the cluster has other knowledge files or another version than this machine.",
            "Install the same Dateline with the same data/ on every worker, then start the workers again.",
        )
    return [extractor.find(text) for text in texts]


@contextmanager
def _connect(workers: int, scheduler: str | None):
    """A dask client: of the cluster at that address, else of a cluster on this machine that ends with the block."""
    import dask
    from distributed import Client, LocalCluster

    settings = {"distributed.admin.large-graph-warning-threshold": "1GiB"}  # articles are meant to be sent
    with dask.config.set(settings):
        if scheduler is not None:
            try:
                client = Client(scheduler, timeout=_CONNECT_SECONDS, set_as_default=False)
            except (OSError, ValueError) as fault:
                raise InputProblem(
                    f"No dask scheduler answers at {scheduler}.", "Start one (dask scheduler) or leave the address out."
                ) from fault
            with client:
                yield client
            return
        with (
            LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                processes=True,
                host="127.0.0.1",
                dashboard_address=None,
                silence_logs=logging.CRITICAL,
            ) as cluster,
            Client(cluster, set_as_default=False) as client,
        ):
            yield client
