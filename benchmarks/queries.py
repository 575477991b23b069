"""How long the numbers behind the overview take: `python -m benchmarks.queries [--mentions N] [--rounds N]`.

Builds a corpus of invented articles and mentions, then times, in milliseconds, what a click on a filter costs:
selecting the mentions and articles from the Parquet files, and counting them. The reference, measured in the same run,
is a plain pandas group-by of the same mentions already in memory as ordinary text columns, which is what the counting
alone would cost without Dateline.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import store
from analysis.selection import Corpus, Selection
from analysis.statistics import cooccurrence, frequency
from analysis.store.batches import Batches, write_parquet
from analysis.store.completion import NOTHING, complete_corpus
from analysis.tables import ARTICLES, DEFAULT_LAYERS, ENTITIES, MENTIONS, REJECTED

COUNTRIES, ACTORS, SOURCES, DAYS, PER_ARTICLE = 200, 3000, 40, 1100, 10


def write_invented(directory: Path, mentions: int) -> Corpus:
    """A corpus of `mentions` invented mentions, ten per article, a few entities often and most of them rarely."""
    rng, articles = np.random.default_rng(1), mentions // PER_ARTICLE
    ids = np.array([f"{i:016x}" for i in rng.permutation(articles)])
    written = pd.DataFrame({"article_id": ids, "date_from": "metadata", "title": "A title", "language": "en"})
    written["published"] = pd.Timestamp("2023-01-01") + pd.to_timedelta(rng.integers(0, DAYS, articles), "D")
    written["source"] = [f"Source {i}" for i in rng.integers(0, SOURCES, articles)]
    written = written.assign(text="No text.", url="", story_id=ids, words=400, input_id="", file="invented.jsonl")
    names = [f"Z{i:03d}" for i in range(COUNTRIES)] + [f"actor-{i}" for i in range(ACTORS)]
    chosen = np.where(
        rng.random(mentions) < 0.6,
        rng.zipf(1.3, mentions) % COUNTRIES,
        COUNTRIES + rng.zipf(1.3, mentions) % ACTORS,
    )
    country = chosen < COUNTRIES
    named = written.loc[np.repeat(np.arange(articles), PER_ARTICLE), ["article_id", "published", "source", "story_id"]]
    place = np.tile(np.arange(PER_ARTICLE), articles)
    named = named.assign(
        sentence=place // 2,
        start=place * 20,
        end=place * 20 + 8,
        surface=np.array(names)[chosen],
        kind=np.where(country, "country", "person"),
        entity_id=np.array(names)[chosen],
        layer=np.where(country, rng.choice([*DEFAULT_LAYERS, "dateline"], mentions), "alias"),
        confidence=1.0,
    )
    entities = pd.DataFrame({"entity_id": names, "name": names, "type": "", "country": ""})
    entities["kind"] = np.where(np.arange(len(names)) < COUNTRIES, "country", "person")
    batches = Batches(directory, "invented")
    folder = batches.folder / "batch-000001"
    folder.mkdir(parents=True)
    for name, table, rows in (("articles", ARTICLES, written), ("mentions", MENTIONS, named)):
        write_parquet(folder / f"{name}.parquet", table, rows)
    write_parquet(folder / "entities.parquet", ENTITIES, entities)
    origin = {"inputs": [], "pipeline": "invented", "knowledge": "invented"}
    complete_corpus(directory, NOTHING, batches, origin, REJECTED.empty(), REJECTED.empty())
    return store.open_corpus(directory)


def count_overview(corpus: Corpus, selection: Selection) -> None:
    """Every number of the overview."""
    mentions, articles = store.select_mentions(corpus, selection), store.select_articles(corpus, selection)
    frequency.count_totals(mentions, articles)
    counts = frequency.count_entities(mentions, articles)
    actors = counts.entity_id[counts.entity_id.str.startswith("actor")].head(5).tolist()
    frequency.count_totals_over_time(mentions, articles, "month")
    frequency.count_periods(mentions, articles, "month", actors)


def count_matrix(corpus: Corpus, selection: Selection) -> None:
    """The heatmap of the twenty leading countries."""
    mentions, articles = store.select_mentions(corpus, selection), store.select_articles(corpus, selection)
    leading = [f"Z{i:03d}" for i in range(1, 21)]
    cooccurrence.count_pairs(mentions, articles, leading, leading, selection.unit)


def time_call(call: Callable[[], object], rounds: int) -> float:
    """Median of some rounds in milliseconds, after one that does not count."""
    call()
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        call()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mentions", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        corpus = write_invented(Path(folder) / "corpus", asked.mentions)
        whole = store.select_mentions(corpus, Selection())
        plain = whole.astype({name: "str" for name in whole if isinstance(whole[name].dtype, pd.CategoricalDtype)})
        aims = {
            "mentions": ("article_id", "size"),
            "articles": ("article_id", "nunique"),
            "stories": ("story_id", "nunique"),
        }
        year = Selection(first_day=date(2024, 1, 1), last_day=date(2024, 12, 31))
        cases = {
            "overview, everything": lambda: count_overview(corpus, Selection()),
            "overview, one year": lambda: count_overview(corpus, year),
            "overview, one actor": lambda: count_overview(corpus, Selection(actors=("actor-1",))),
            "overview, one country": lambda: count_overview(corpus, Selection(countries=("Z001",))),
            "matrix by article": lambda: count_matrix(corpus, Selection()),
            "matrix by sentence": lambda: count_matrix(corpus, Selection(unit="sentence")),
            "texts searched": lambda: store.select_articles(corpus, Selection(), containing="text"),
            "one article": lambda: store.select_article_mentions(corpus, plain.article_id[0]),
        }
        reference = time_call(lambda: plain.groupby("entity_id").agg(**aims), asked.rounds)
        print(
            f"{asked.mentions:,} mentions, {asked.mentions // PER_ARTICLE:,} articles; median of {asked.rounds} rounds"
        )
        print(f"{'reference: pandas group-by in memory':38}{reference:>9,.0f} ms")
        for name, call in cases.items():
            taken = time_call(call, asked.rounds)
            print(f"{name:38}{taken:>9,.0f} ms{taken / reference:>9.2f} of the reference")


if __name__ == "__main__":
    main()
