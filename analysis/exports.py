"""What leaves Dateline: the tables as they are shown and saved, and what every file says of itself.

The dashboard and the command line both come here, so that the same selection gives the same file.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from analysis import __version__, store, words
from analysis.geography import countries
from analysis.selection import Corpus, Selection
from analysis.statistics import cooccurrence, frequency
from analysis.tables import ACTOR_KINDS, describe

COUNT_COLUMNS = ["entity_id", "name", "kind", "type", "mentions", "articles", "stories", "share", "low", "high"]
KINDS = {
    "countries": ("country",),
    "actors": ACTOR_KINDS,
    "people": ("person",),
    "organisations": ("organisation",),
}


def count_entities(corpus: Corpus, selection: Selection) -> pd.DataFrame:
    """COUNTS of a selection with name, kind and type; with latitude and longitude where the entity has a place, and
    `area_km2` as the map draws it (NaN where it has none)."""
    mentions, articles = store.select_mentions(corpus, selection), store.select_articles(corpus, selection)
    counted = describe(frequency.count_entities(mentions, articles), store.select_entities(corpus))
    places = store.select_places(corpus).drop(columns="located_by")
    areas = countries()[["entity_id", "area_km2"]]
    return counted.merge(places, on="entity_id", how="left").merge(areas, on="entity_id", how="left")


def count_periods(corpus: Corpus, selection: Selection, period: str, entity_ids: Sequence[str]) -> pd.DataFrame:
    """TIMELINE of some entities of a selection, with their names."""
    mentions, articles = store.select_mentions(corpus, selection), store.select_articles(corpus, selection)
    return describe(
        frequency.count_periods(mentions, articles, period, list(entity_ids)), store.select_entities(corpus)
    )


def count_pairs(
    corpus: Corpus, selection: Selection, left_ids: Sequence[str], right_ids: Sequence[str]
) -> pd.DataFrame:
    """PAIRS of a selection, counted in its unit and tested by article, with the two names in front."""
    mentions, articles = store.select_mentions(corpus, selection), store.select_articles(corpus, selection)
    asked = list(left_ids), list(right_ids)
    pairs = cooccurrence.count_pairs(mentions, articles, *asked, selection.unit, tested_by="article")
    entities = store.select_entities(corpus)
    names = dict(zip(entities.entity_id, entities["name"], strict=True))
    named = pairs.assign(left_name=pairs.left_id.map(names), right_name=pairs.right_id.map(names))
    return named[["left_name", "right_name", *pairs.columns]]


def rank(counts: pd.DataFrame, column: str, most: int | None = None) -> pd.DataFrame:
    """The first `most` of `counts` by `column`, the largest first; ties by mentions, then by name."""
    ranked = counts.sort_values([column, "mentions", "name"], ascending=[False, False, True], kind="stable")
    return ranked if most is None else ranked.head(most)


def label(corpus: Corpus) -> str:
    """What the corpus is called: its manifest's name, else its folder's."""
    return store.select_manifest(corpus).get("name") or Path(corpus.directory).name


def summarise(selection: Selection, totals: frequency.Totals, whole: int, names: dict[str, str]) -> str:
    """A selection in one line: days, articles (of `whole`), sources, filters."""
    parts = [words.write_days(totals.first_day, totals.last_day)] if totals.articles else []
    of = f" of {whole:,}" if totals.articles != whole else ""
    parts.append(f"{totals.articles:,}{of} {'article' if whole == 1 else 'articles'}")
    if totals.sources:
        parts.append(words.count(totals.sources, "source"))
    return " · ".join([*parts, *words.write_filters(selection, names)])


def describe_origin(corpus: Corpus, summary: str) -> dict[str, str]:
    """What every exported file says of itself."""
    return {
        "selection": summary,
        "corpus": f"{label(corpus)} (fingerprint {corpus.fingerprint})",
        "made_by": f"Dateline {__version__}",
        "reading": "A country or actor named in an article is mentioned there; together is not a relationship.",
    }
