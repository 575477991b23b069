"""The golden tables: what the bundled corpus gives, kept in tests/golden/ so that a change of any number is seen.

`python -m tests.golden` builds the sample corpus and writes them again; `git diff tests/golden` shows what changed.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from analysis import exports, store
from analysis.selection import Corpus, Selection

FOLDER = Path(__file__).parent / "golden"
ROOT = Path(__file__).parents[1]


def _articles(corpus: Corpus) -> pd.DataFrame:
    articles = store.select_articles(corpus, Selection())
    named = store.select_mentions(corpus, Selection()).groupby("article_id", observed=True).entity_id
    lists = named.agg(lambda ids: " ".join(sorted(set(ids))))
    return articles.assign(named=articles.article_id.map(lists).fillna(""))[["published", "source", "words", "named"]]


def _counts(corpus: Corpus) -> pd.DataFrame:
    counts = exports.rank(exports.count_entities(corpus, Selection()), "articles")
    return counts[["entity_id", "name", "type", "mentions", "articles", "stories", "share", "low", "high"]]


def _periods(corpus: Corpus) -> pd.DataFrame:
    table = exports.count_periods(corpus, Selection(), "quarter", ["IND", "RUS", "UKR", "vladimir-putin"])
    return table[["entity_id", "period", "mentions", "articles", "units", "share"]]


def _pairs(corpus: Corpus) -> pd.DataFrame:
    leading = exports.rank(exports.count_entities(corpus, Selection()), "articles", 12).entity_id.tolist()
    return exports.count_pairs(corpus, Selection(), leading, leading)


def _places(corpus: Corpus) -> pd.DataFrame:
    return store.select_places(corpus).sort_values("entity_id")


NAMES: dict[str, Callable[[Corpus], pd.DataFrame]] = {
    "articles": _articles,
    "counts": _counts,
    "periods": _periods,
    "pairs": _pairs,
    "places": _places,
}


def make(directory: Path, name: str) -> str:
    """The table as CSV; six significant digits, because the last ones differ between machines."""
    return NAMES[name](store.open_corpus(directory)).to_csv(index=False, float_format="%.6g", lineterminator="\n")


def read(name: str) -> str:
    return (FOLDER / f"{name}.csv").read_text(encoding="utf-8")


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        store.write_corpus([ROOT / "data" / "sample"], Path(folder) / "sample")
        for name in NAMES:
            (FOLDER / f"{name}.csv").write_text(make(Path(folder) / "sample", name), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
