"""How often: counts of entities in the selected articles, over time, and against the time before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from scipy.stats import norm

from analysis.statistics.periods import (  # the first two are part of this module too
    PERIODS,
    choose_period,
    find_first_days,
    list_periods,
    mark_unfinished,
)
from analysis.tables import ACTOR_KINDS, COUNTED_KINDS, COUNTS, TIMELINE

__all__ = [
    "LOW_BASE",
    "PERIODS",
    "Totals",
    "choose_period",
    "count_change",
    "count_entities",
    "count_periods",
    "count_totals",
    "count_totals_over_time",
    "find_inflation",
    "find_interval",
    "number_rows",
]


LOW_BASE = 5  # counts below this are too few to say a change in per cent of


@dataclass(frozen=True)
class Totals:
    """The headline numbers of a selection: counts of distinct things, except `mentions` and `words`, which are sums."""

    articles: int
    stories: int
    mentions: int
    countries: int
    actors: int
    undated: int  # articles without a day
    words: int
    sources: int  # outlets named
    first_day: date | None
    last_day: date | None

    @property
    def has_timeline(self) -> bool:
        """Whether there are articles of at least two days."""
        return self.first_day != self.last_day


def count_totals(mentions: pd.DataFrame, articles: pd.DataFrame) -> Totals:
    """The headline numbers. `mentions` are those of `articles`."""
    days = articles.published.dropna()
    kinds = mentions.drop_duplicates("entity_id").kind
    return Totals(
        articles=len(articles),
        stories=int(articles.story_id.nunique()),
        mentions=int(mentions.kind.isin(COUNTED_KINDS).sum()),
        countries=int((kinds == "country").sum()),
        actors=int(kinds.isin(ACTOR_KINDS).sum()),
        undated=len(articles) - len(days),
        words=int(articles.words.sum()),
        sources=int(articles.source[articles.source != ""].nunique()),
        first_day=days.min().date() if len(days) else None,
        last_day=days.max().date() if len(days) else None,
    )


def count_entities(mentions: pd.DataFrame, articles: pd.DataFrame, counting: str = "articles") -> pd.DataFrame:
    """COUNTS: one row per mentioned entity, most mentions first, then most articles, then by id.

    `articles` counts articles with at least one mention, `stories` the distinct stories among them. `share` is articles
    ÷ selected articles, or with `counting` "stories" stories ÷ selected stories, with its Wilson 95 % interval.
    `mentions_per_1000_words` is 1,000 × mentions ÷ the words of the selected articles; NaN where they have none.
    """
    counted = _count(mentions, ["entity_id"])
    counted = counted.sort_values(["mentions", "articles", "entity_id"], ascending=[False, False, True])
    units = len(articles) if counting == "articles" else articles.story_id.nunique()
    counted = _with_share(counted.reset_index(drop=True), units, counting)
    return COUNTS.of(_with_rate(counted, articles.words.sum()))


def count_periods(
    mentions: pd.DataFrame,
    articles: pd.DataFrame,
    period: str,
    entity_ids: Sequence[str],
    last_day: date | None = None,
    counting: str = "articles",
) -> pd.DataFrame:
    """TIMELINE: one row per entity and period, entities in the given order, periods from the first day to the last.

    `period` is day, week (from Monday), month, quarter or year. `units` is the number of selected articles in the
    period (with `counting` "stories": of distinct stories; one that runs over two periods is in both), `words` what
    they have of them. A period with articles but without the entity counts 0; one without any article is a gap: counts
    0, `units` 0, share and mentions per 1,000 words NaN. Articles without a day are left out.

    `unfinished` marks a last period that goes on after `last_day`, the last day of the corpus (by default that of the
    selected articles): its counts will grow, while its share is that of the articles so far.
    """
    totals = _count_units(articles, period, counting)
    if totals.empty or not len(entity_ids):
        return TIMELINE.empty()
    dated = mentions[mentions.published.notna() & mentions.entity_id.isin(entity_ids)]
    keys = ["entity_id", "period"]
    counted = _count(dated.assign(period=find_first_days(dated.published, period)), keys).set_index(keys)
    grid = pd.MultiIndex.from_product([list(entity_ids), totals.index], names=keys)
    counted = counted.reindex(grid, fill_value=0).reset_index()
    unfinished = mark_unfinished(totals.index, period, last_day or articles.published.max())
    totals = totals.assign(unfinished=unfinished & (totals.index == totals.index[-1]))
    for column in totals:
        counted[column] = np.tile(totals[column].to_numpy(), len(entity_ids))
    return TIMELINE.of(_with_rate(_with_share(counted, counted.units.to_numpy(), counting), counted.words))


def count_totals_over_time(mentions: pd.DataFrame, articles: pd.DataFrame, period: str) -> pd.DataFrame:
    """Articles, mentions, distinct countries and distinct actors per period (columns of those names, and `period`)."""
    units = _count_units(articles, period).units
    dated = mentions[mentions.published.notna()]
    dated = dated.assign(period=find_first_days(dated.published, period))
    distinct = dated.drop_duplicates(["period", "entity_id"])
    counted = pd.DataFrame(
        {
            "articles": units,
            "mentions": dated[dated.kind.isin(COUNTED_KINDS)].groupby("period").size(),
            "countries": distinct[distinct.kind == "country"].groupby("period").size(),
            "actors": distinct[distinct.kind.isin(ACTOR_KINDS)].groupby("period").size(),
        }
    )
    return counted.reindex(units.index).fillna(0).astype("int64").rename_axis("period").reset_index()


def count_change(now: int, before: int) -> float | None:
    """The change from `before` to `now` as a fraction of before: −1 to any height.

    None when `before` is under LOW_BASE: a percentage of next to nothing misleads.
    """
    return None if before < LOW_BASE else now / before - 1


def find_inflation(articles, stories) -> np.ndarray:
    """Articles per story, 1 or more: how many times copies make a count larger than what was told; NaN of no stories.

    Of two numbers, as of Totals, or of two columns of COUNTS or TIMELINE."""
    articles, stories = np.asarray(articles, float), np.asarray(stories, float)
    return np.divide(articles, stories, out=np.full(stories.shape, np.nan), where=stories > 0)


def find_interval(successes, trials) -> tuple[np.ndarray, np.ndarray]:
    """The ends of the 95 % score interval of a proportion (Wilson 1927), 0 to 1. NaN where there are no trials."""
    k, n, z = np.asarray(successes, float), np.asarray(trials, float), norm.ppf(0.975)
    with np.errstate(invalid="ignore", divide="ignore"):
        centre = (k + z**2 / 2) / (n + z**2)
        half = z / (n + z**2) * np.sqrt(k * (n - k) / n + z**2 / 4)
    low, high = np.where(k == 0, 0.0, centre - half), np.where(k == n, 1.0, centre + half)  # exact at the ends
    return np.where(n > 0, low, np.nan), np.where(n > 0, high, np.nan)


def _count(mentions: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Mentions, distinct articles and distinct stories per combination of keys, in the order of appearance."""
    groups = number_rows(mentions, keys)
    counted = mentions[keys].drop_duplicates(ignore_index=True)
    counted["mentions"] = np.bincount(groups, minlength=len(counted))
    for name, column in (("articles", "article_id"), ("stories", "story_id")):
        codes, values = pd.factorize(mentions[column])
        distinct = pd.unique(groups * max(len(values), 1) + codes)
        counted[name] = np.bincount(distinct // max(len(values), 1), minlength=len(counted))
    counted["entity_id"] = counted.entity_id.astype("str")
    return counted


def number_rows(table: pd.DataFrame, keys: Sequence[str]) -> np.ndarray:
    """For each row the number (from 0, in order of appearance) of its combination of keys."""
    numbers = np.zeros(len(table), np.int64)
    for key in keys:
        codes, values = pd.factorize(table[key])
        numbers, _ = pd.factorize(numbers * max(len(values), 1) + codes)
    return numbers


def _with_share(counted: pd.DataFrame, units, counting: str = "articles") -> pd.DataFrame:
    units = np.broadcast_to(np.asarray(units, float), len(counted))
    low, high = find_interval(counted[counting], units)
    share = np.divide(counted[counting], units, out=np.full(len(counted), np.nan), where=units > 0)
    return counted.assign(share=share, low=low, high=high)


def _with_rate(counted: pd.DataFrame, words) -> pd.DataFrame:
    words = np.broadcast_to(np.asarray(words, float), len(counted))
    rates = np.divide(1000 * counted.mentions, words, out=np.full(len(counted), np.nan), where=words > 0)
    return counted.assign(mentions_per_1000_words=rates)


def _count_units(articles: pd.DataFrame, period: str, counting: str = "articles") -> pd.DataFrame:
    """Selected articles or stories (`units`) and their `words` per period, indexed by its first day, without holes."""
    dated = articles[articles.published.notna()]
    groups = dated.assign(period=find_first_days(dated.published, period)).groupby("period")
    units = groups.size() if counting == "articles" else groups.story_id.nunique()
    totals = pd.DataFrame({"units": units, "words": groups.words.sum()})
    return totals.reindex(list_periods(dated.published, period), fill_value=0).astype("int64")
