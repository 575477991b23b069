"""A against B: which entities, and which pairs, one set of articles has more of than another."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd
from scipy.special import ndtr
from scipy.stats import false_discovery_control

from analysis.statistics.frequency import number_rows
from analysis.statistics.intervals import find_difference_interval

OVERLAPS = ("neither", "both")
PAIR_KEYS = ["left_id", "right_id"]
PAIR_COUNTS = ["together", "left_units", "right_units", "units"]


def compare_entities(
    mentions: pd.DataFrame,
    a_ids: Collection[str],
    b_ids: Collection[str],
    overlap: str = "neither",
    measure: str = "articles",
    prior_size: float | None = None,
    leave_out: Collection[str] = (),
    least_articles: int = 5,
) -> pd.DataFrame:
    """One row per entity named in the articles A or B (sets of article ids), the most typical of A first.

    `overlap` says what happens to articles in both sets: with "neither" they are left out of both, for they cannot tell
    the two apart, and the tests below take the sets to be independent; with "both" they count on either side, which
    draws every difference towards none and leaves intervals and z too cautious. `units_overlap` is how many there are.
    `leave_out` are entities that are not to be compared, such as the two countries that A and B were chosen by.

    Shares: `articles_a` of `units_a` articles name the entity, `share_a`; likewise b. difference = share_a − share_b
    (−1 to 1), with `low` and `high`, its 95 % interval (Newcombe 1998, method 10).

    `log_odds`: ln of how many times larger the entity's odds are among all that A names than among all that B names,
    with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008, "Fightin' words", with their variance
    1/(y_A + α) + 1/(y_B + α)). `z` is it in standard errors: over 1.96 it stands out, were it the only entity looked
    at. `q` is the false discovery rate of the two-sided test (Benjamini & Hochberg 1995) over the entities that at
    least `least_articles` of A and B together name; of the others, of which so few can tell nothing, it is NaN. What is
    counted, y, is articles that name an entity, each once, because mentions in one article are not independent; with
    `measure` "mentions" it is mentions, as in the paper. The prior α spreads `prior_size` counts over the entities in
    proportion to all of `mentions`, the background; by default as many as there are entities, one each on average.
    """
    if overlap not in OVERLAPS:
        raise ValueError(f"overlap is none of {OVERLAPS}")
    a, b = set(a_ids), set(b_ids)
    both = a & b
    sides = {"a": a, "b": b} if overlap == "both" else {"a": a - both, "b": b - both}
    known = mentions[~mentions.entity_id.isin(list(leave_out))]
    named = _count_named(known)
    articles = {side: named[named.article_id.isin(list(ids))] for side, ids in sides.items()}
    counts = {side: rows.groupby("entity_id")[["articles", "mentions"]].sum() for side, rows in articles.items()}
    background = named.groupby("entity_id")[measure].sum()
    ids = counts["a"].index.union(counts["b"].index)
    found = {"entity_id": ids.astype("str")}
    for side in sides:
        table = counts[side].reindex(ids, fill_value=0)
        found |= {f"{name}_{side}": table[name].to_numpy(int) for name in table}
        found[f"units_{side}"] = len(sides[side])
    table = pd.DataFrame(found)
    for side in sides:
        table[f"share_{side}"] = table[f"articles_{side}"] / table[f"units_{side}"].where(lambda n: n > 0)
    k = [table[name].to_numpy() for name in ("articles_a", "units_a", "articles_b", "units_b")]
    low, high = find_difference_interval(*k)
    size = len(background) if prior_size is None else prior_size
    prior = size * (background / max(background.sum(), 1)).reindex(ids).to_numpy(float)
    log_odds, z = find_log_odds(table[f"{measure}_a"], table[f"{measure}_b"], prior, size)
    table = table.assign(units_overlap=len(both), difference=table.share_a - table.share_b, low=low, high=high)
    tested = table.articles_a + table.articles_b >= least_articles
    table = table.assign(log_odds=log_odds, z=z, q=_find_q(np.where(tested, z, np.nan)))
    return table.sort_values(["z", "entity_id"], ascending=[False, True], ignore_index=True)


def find_log_odds(counts_a, counts_b, prior, prior_total: float | None = None) -> tuple[np.ndarray, np.ndarray]:
    """The log-odds ratios of entities with a Dirichlet prior, and their z; see compare_entities.

    `counts_a`, `counts_b` and `prior` (pseudo-counts, over 0) stand in the same order. `prior_total` is the sum of the
    whole prior, where it has entities that neither side names; they matter for the odds."""
    a, b, prior = (np.asarray(x, float) for x in (counts_a, counts_b, prior))
    total = prior.sum() if prior_total is None else prior_total

    def log_odds(counts):
        return np.log(counts + prior) - np.log(counts.sum() + total - counts - prior)

    with np.errstate(divide="ignore", invalid="ignore"):  # a single entity has no odds
        difference = log_odds(a) - log_odds(b)
        z = difference / np.sqrt(1 / (a + prior) + 1 / (b + prior))
    nothing = ~np.isfinite(difference)
    return np.where(nothing, np.nan, difference), np.where(nothing, np.nan, z)


def compare_pairs(
    pairs_a: pd.DataFrame, pairs_b: pd.DataFrame, least_together: int = 3, least_units: int = 5
) -> pd.DataFrame:
    """Two PAIRS tables against each other: one row per pair in either, the most typical of A first.

    The windows of the two must be different ones (no article in both). `together_a`, `together_b` and so on are their
    counts; a pair that one table does not list has NaN throughout, as its windows are not known from the other.

    `log_odds`: ln of how many times larger the odds are that a window of A names both than that one of B does; with it
    `z` and `q`. It answers: is the pair more a part of coverage? It rises with each of the two entities' own coverage.

    `log_association`: ln of the ratio of the two odds ratios (of naming the one given the other), with `z_association`
    and `q_association`. It answers: do they go together more, beyond how often each is named? Both add ½ to every cell
    (Haldane 1956; Anscombe 1956), with the variance Σ 1 ÷ (cell + ½) over the cells (Woolf 1955; Agresti 2013, 3.1).

    Tested, which is to say given a q (Benjamini & Hochberg 1995, over the tested rows), are pairs whose entities are
    each in at least `least_units` windows of A and of B, and mentioned together in at least `least_together` of A and B
    taken together: a sum says nothing about which of the two has more. Of the others q is NaN.
    """
    sides = (pairs_a, pairs_b)
    renamed = [
        pairs[[*PAIR_KEYS, *PAIR_COUNTS]]
        .astype(dict.fromkeys(PAIR_KEYS, "str"))
        .rename(columns={name: f"{name}_{side}" for name in PAIR_COUNTS})
        for side, pairs in zip("ab", sides, strict=True)
    ]
    table = renamed[0].merge(renamed[1], on=PAIR_KEYS, how="outer", validate="one_to_one")
    cells = [_cells(*(table[f"{name}_{side}"].to_numpy(float) for name in PAIR_COUNTS)) for side in "ab"]
    halves = np.array(cells) + 0.5  # side, cell, pair
    associations = np.log(halves[:, 0]) - np.log(halves[:, 1]) - np.log(halves[:, 2]) + np.log(halves[:, 3])
    association = associations[0] - associations[1]
    z_association = association / np.sqrt((1 / halves).sum(axis=(0, 1)))
    both = np.array([table[f"together_{side}"].to_numpy(float) for side in "ab"])
    rest = np.array([table[f"units_{side}"].to_numpy(float) for side in "ab"]) - both
    odds = np.log(both + 0.5) - np.log(rest + 0.5)
    log_odds = odds[0] - odds[1]
    z = log_odds / np.sqrt((1 / (both + 0.5) + 1 / (rest + 0.5)).sum(axis=0))
    least = np.min([table[f"{name}_{side}"] for name in ("left_units", "right_units") for side in "ab"], axis=0)
    tested = (both.sum(axis=0) >= least_together) & (least >= least_units)
    table = table.assign(log_odds=log_odds, z=z, q=_find_q(np.where(tested, z, np.nan)))
    table = table.assign(
        log_association=association,
        z_association=z_association,
        q_association=_find_q(np.where(tested, z_association, np.nan)),
    )
    return table.sort_values(["z", *PAIR_KEYS], ascending=[False, True, True], ignore_index=True)


def _cells(together, left, right, units) -> tuple[np.ndarray, ...]:
    return together, left - together, right - together, units - left - right + together


def _count_named(mentions: pd.DataFrame) -> pd.DataFrame:
    """One row per article and entity it names: article_id, entity_id, `articles` (1) and `mentions`."""
    groups = number_rows(mentions, ["article_id", "entity_id"])
    _, first = np.unique(groups, return_index=True)
    named = mentions[["article_id", "entity_id"]].iloc[first].astype("str")
    return named.assign(articles=1, mentions=np.bincount(groups, minlength=len(named)))


def _find_q(z: np.ndarray) -> np.ndarray:
    """Benjamini & Hochberg's q of two-sided tests; NaN where z is NaN, which is not tested."""
    q, tested = np.full(len(z), np.nan), ~np.isnan(z)
    if tested.any():
        q[tested] = false_discovery_control(2 * ndtr(-np.abs(z[tested])))
    return q
