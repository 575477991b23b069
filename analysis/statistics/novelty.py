"""What is new: first appearances of entities and of pairs, and returns after silence.

A corpus has no time before its first day: on its first days everything is new. Each table therefore says how many
articles of the corpus came before, and `settled` leaves out what was new before that many had. All is counted over the
articles that are given: for "first ever in the corpus" give all of them, not a selection. Articles without a day are
left out. Where several articles of one day are first, the one with the smallest id is named.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np
import pandas as pd

from analysis.statistics.frequency import number_rows
from analysis.statistics.periods import PERIODS

CHUNK = 2_000_000  # pairs of names that are held in memory at once


def count_first_appearances(mentions: pd.DataFrame, articles: pd.DataFrame, settled: int = 0) -> pd.DataFrame:
    """One row per entity, the latest newcomer first, then by articles (most first) and by id.

    `first_day` and `article_id`: where it is named for the first time. `articles_before`: articles of earlier days,
    none of which names it. `articles` and `mentions`: all that name it, and how often, the first day's included.
    `last_day`: the last day on which it is named.
    """
    days = _order_articles(articles)
    named = _presence(mentions, days)
    groups = named.groupby("entity_id", observed=True, sort=False)
    first = groups.first()
    counts = mentions[mentions.published.notna()].entity_id.astype("str").value_counts()
    found = pd.DataFrame(
        {
            "first_day": first.published,
            "article_id": first.article_id,
            "articles_before": first.before,
            "articles": groups.size(),
            "mentions": counts.reindex(first.index),
            "last_day": groups.published.last(),
        }
    )
    found = found[found.articles_before >= settled].reset_index()
    return found.sort_values(["first_day", "articles", "entity_id"], ascending=[False, False, True], ignore_index=True)


def count_first_pairs(
    mentions: pd.DataFrame,
    articles: pd.DataFrame,
    entity_ids: Collection[str] | None = None,
    settled: int = 0,
) -> pd.DataFrame:
    """One row per pair of entities (of `entity_ids`; by default of all) mentioned together in an article, the latest
    first, then by the articles that name both (most first), then by ids.

    `first_day` and `article_id`: where both are named for the first time. `left_before` and `right_before`: articles of
    earlier days that name the one or the other, and so never both; `articles_before`: all articles of earlier days.
    Two newcomers make a new pair with nothing before; two old acquaintances of the reader, named 500 times apart and
    now together, are the news. `together`: articles that name both.
    """
    days = _order_articles(articles)
    named = _presence(mentions, days)
    if entity_ids is not None:
        named = named[named.entity_id.isin(list(entity_ids))]
    ids = pd.Index(np.sort(named.entity_id.unique()))
    codes = ids.get_indexer(named.entity_id)
    order = np.lexsort((codes, named["at"].to_numpy()))
    codes, at = codes[order], named["at"].to_numpy()[order]
    firsts, sizes = np.zeros(0, np.int64), np.zeros(0, np.int64)
    keys = np.zeros(0, np.int64)
    for left, right, where in _list_pairs(at):
        new, of, many = np.unique(codes[left] * len(ids) + codes[right], return_index=True, return_counts=True)
        keys, inverse = np.unique(np.concatenate([keys, new]), return_inverse=True)
        old, old_sizes = firsts, sizes
        firsts, sizes = np.full(len(keys), len(days)), np.zeros(len(keys), np.int64)
        np.minimum.at(firsts, inverse, np.concatenate([old, where[of]]))
        np.add.at(sizes, inverse, np.concatenate([old_sizes, many]))
    left, right = keys // max(len(ids), 1), keys % max(len(ids), 1)
    before = days.before.to_numpy()[firsts]
    found = {
        "left_id": ids.to_numpy(object)[left],
        "right_id": ids.to_numpy(object)[right],
        "first_day": days.published.to_numpy()[firsts],
        "article_id": days.article_id.to_numpy(object)[firsts],
        "left_before": _count_before(codes, at, left, before),
        "right_before": _count_before(codes, at, right, before),
        "articles_before": before,
        "together": sizes,
    }
    pairs = pd.DataFrame(found).astype({"left_id": "str", "right_id": "str", "article_id": "str"})
    pairs = pairs[pairs.articles_before >= settled]
    return pairs.sort_values(
        ["first_day", "together", "left_id", "right_id"], ascending=[False, False, True, True], ignore_index=True
    )


def count_returns(
    mentions: pd.DataFrame, articles: pd.DataFrame, period: str, silent_periods: int = 4, settled: int = 0
) -> pd.DataFrame:
    """One row per return of an entity after at least `silent_periods` periods in which articles appeared and none named
    it; the latest first, then the longest silence, then by id.

    `period` (first day) is when it is named again, in `articles` articles; `last_period` when it was named last before;
    `silent_periods` and `silent_units` are the periods with articles between the two, and their articles. Gaps, periods
    without any article, are no silence. `settled`: only returns with at least that many articles of silence.
    """
    days = _order_articles(articles)
    named = _presence(mentions, days)
    numbers = pd.DatetimeIndex(days.published).to_period(PERIODS[period])
    known, at = np.unique(numbers.asi8, return_inverse=True)  # periods with articles, in order
    sizes = np.bincount(at, minlength=len(known))
    named = named.assign(period=at[named["at"].to_numpy()])
    counts = named.groupby(["entity_id", "period"], observed=True).size().rename("articles").reset_index()
    last = counts.groupby("entity_id", observed=True).period.shift()
    silent = counts.period - last - 1
    counts = counts.assign(last=last, silent_periods=silent)[silent >= max(silent_periods, 1)]
    first_days = pd.PeriodIndex.from_ordinals(known, freq=PERIODS[period]).to_timestamp().astype(days.published.dtype)
    sums = np.concatenate([[0], np.cumsum(sizes)])
    now, before = counts.period.to_numpy(int), counts["last"].to_numpy(int)
    found = pd.DataFrame(
        {
            "entity_id": counts.entity_id.astype("str").to_numpy(),
            "period": first_days[now],
            "last_period": first_days[before],
            "silent_periods": counts.silent_periods.to_numpy(int),
            "silent_units": sums[now] - sums[before + 1],
            "articles": counts.articles.to_numpy(),
        }
    )
    found = found[found.silent_units >= settled]
    return found.sort_values(["period", "silent_units", "entity_id"], ascending=[False, False, True], ignore_index=True)


def _order_articles(articles: pd.DataFrame) -> pd.DataFrame:
    """The dated articles by day and id: article_id, published, `before` (articles of earlier days)."""
    days = articles.loc[articles.published.notna(), ["article_id", "published"]]
    days = days.assign(article_id=days.article_id.astype("str")).sort_values(
        ["published", "article_id"], ignore_index=True
    )
    return days.assign(before=np.searchsorted(days.published.to_numpy(), days.published.to_numpy()))


def _presence(mentions: pd.DataFrame, days: pd.DataFrame) -> pd.DataFrame:
    """Each entity once per dated article that names it, in the order of the articles: entity_id, and `at`, the
    article's number, with its article_id, published and before."""
    once = mentions.loc[mentions.published.notna(), ["article_id", "entity_id"]]
    _, first = np.unique(number_rows(once, ["article_id", "entity_id"]), return_index=True)
    once = once.iloc[first]
    named = once.article_id.astype("category").cat  # few articles, many mentions: look each article up once
    at = pd.Index(days.article_id).get_indexer(named.categories.astype("str"))[named.codes]
    order = np.argsort(at, kind="stable")
    order = order[at[order] >= 0]
    at = at[order]
    entities = once.entity_id.astype("category").cat.remove_unused_categories()
    return days.iloc[at].assign(entity_id=entities.to_numpy()[order].astype(object), at=at)


def _list_pairs(at: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """All pairs of rows with the same number in the sorted `at`, as (left rows, right rows, number), some at a time."""
    ends = np.searchsorted(at, at, side="right")
    sizes = ends - np.arange(len(at)) - 1  # partners behind each row
    sums = np.cumsum(sizes)
    start = 0
    while start < len(at):
        stop = max(int(np.searchsorted(sums, (sums[start - 1] if start else 0) + CHUNK)), start + 1)
        many = sizes[start:stop]
        left = np.repeat(np.arange(start, start + len(many)), many)
        offsets = np.arange(len(left)) - np.repeat(np.cumsum(many) - many, many)
        yield left, left + 1 + offsets, at[left]
        start = stop


def _count_before(codes: np.ndarray, at: np.ndarray, entities: np.ndarray, before: np.ndarray) -> np.ndarray:
    """How many of the first `before` articles name each of `entities`."""
    order = np.lexsort((at, codes))
    size = int(at.max(initial=-1)) + 2
    return np.searchsorted(codes[order] * size + at[order], entities * size + before) - np.searchsorted(
        codes[order], entities
    )
