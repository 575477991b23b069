"""Who is mentioned together with whom: observed, expected, and how surely more than chance."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.cluster.hierarchy import leaves_list, linkage, optimal_leaf_ordering
from scipy.spatial.distance import squareform
from scipy.special import gammaln, xlogy
from scipy.stats import false_discovery_control

from analysis.statistics.frequency import number_rows
from analysis.tables import PAIRS

WINDOW_KEYS = {"article": ["article_id"], "sentence": ["article_id", "sentence"]}
CHUNK = 4_000_000  # terms of exact tests that are held in memory at once


def count_pairs(
    mentions: pd.DataFrame,
    articles: pd.DataFrame,
    left_ids: Sequence[str],
    right_ids: Sequence[str],
    unit: str = "article",
) -> pd.DataFrame:
    """PAIRS of every left with every right entity, each once, most often together first, then by the ids.

    A window is an article or a sentence (`unit`); an entity is in it or not, how often makes no difference. `units` is
    the number of windows: all selected articles, or all sentences that name any entity at all (a sentence without names
    can tell nothing for or against a pair). With left, right and together the windows that name one, the other, both:

    expected = left × right ÷ units. lift = together ÷ expected (association strength, van Eck & Waltman 2009); NaN when
    nothing is expected. npmi = ln lift ÷ −ln(together ÷ units) (Bouma 2009); −1 when never together, 0 when both are in
    every window. jaccard = together ÷ (left + right − together). g2 = log-likelihood ratio of the 2 × 2 table (Dunning
    1993), negative when together less often than expected. p = Fisher's exact test, two-sided. q = false discovery rate
    over the rows of this table (Benjamini & Hochberg 1995).
    """
    ids = sorted({*left_ids, *right_ids})
    windows = number_rows(mentions, WINDOW_KEYS[unit])
    entities = mentions.entity_id.astype("category").cat  # few entities, many mentions: look each entity up once
    columns = pd.Index(ids, dtype="str").get_indexer(entities.categories)[entities.codes]  # -1: not asked for
    named = columns >= 0
    shape = (int(windows.max(initial=0)) + 1, len(ids))
    presence = sparse.csr_matrix((np.ones(named.sum(), np.int64), (windows[named], columns[named])), shape)
    presence.data[:] = 1  # rows named twice were added up
    together = (presence.T @ presence).toarray()
    alone, total = together.diagonal(), len(articles) if unit == "article" else int(windows.max(initial=-1)) + 1
    asked = np.outer(np.isin(ids, list(left_ids)), np.isin(ids, list(right_ids)))
    i, j = np.nonzero(np.triu(asked | asked.T, k=1))
    pairs = pd.DataFrame({"left_id": np.array(ids, object)[i], "right_id": np.array(ids, object)[j]})
    pairs = pairs.assign(together=together[i, j], left_units=alone[i], right_units=alone[j], units=total)
    pairs = pairs.sort_values(["together", "left_id", "right_id"], ascending=[False, True, True], ignore_index=True)
    return PAIRS.of(_measure(pairs))


def _measure(pairs: pd.DataFrame) -> pd.DataFrame:
    both, left, right, units = (pairs[c].to_numpy(float) for c in ("together", "left_units", "right_units", "units"))
    p = find_exact_p(*(pairs[c].to_numpy() for c in ("together", "left_units", "right_units", "units")))
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = np.where(units > 0, left * right / units, 0.0)
        lift = np.where(expected > 0, both / expected, np.nan)
        npmi = np.where(both > 0, np.log(lift) / -np.log(both / units), np.where(expected > 0, -1.0, np.nan))
        either = left + right - both
        jaccard = np.where(either > 0, both / either, 0.0)
    return pairs.assign(
        expected=expected,
        lift=lift,
        npmi=np.where((both > 0) & (both == units), 0.0, np.clip(npmi, -1, 1)),
        jaccard=jaccard,
        g2=find_g2(both, left, right, units),
        p=p,
        q=false_discovery_control(p) if len(p) else p,
    )


def find_g2(together, left, right, units) -> np.ndarray:
    """Dunning's log-likelihood ratio G² of each 2 × 2 table; negative when together less often than expected."""
    observed = np.array([together, left - together, right - together, units - left - right + together], float)
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = np.array(
            [left * right, left * (units - right), (units - left) * right, (units - left) * (units - right)]
        )
        expected = expected / units
        ratios = np.where(observed > 0, observed / expected, 1.0)
    g2 = np.maximum(2 * xlogy(observed, ratios).sum(axis=0), 0)
    return np.where(observed[0] < expected[0], -g2, g2)


def find_exact_p(together, left, right, units) -> np.ndarray:
    """Fisher's exact two-sided p of each 2 × 2 table, from integer arrays.

    The probability, both margins fixed, of all tables that are no likelier than the observed one; tables within one
    part in 10⁷ count as equally likely, as in R.
    """
    low, high = np.maximum(0, left + right - units), np.minimum(left, right)
    ends = np.cumsum(high - low + 1)
    parts = np.split(
        np.arange(len(together)), np.searchsorted(ends, np.arange(CHUNK, ends[-1], CHUNK)) if len(ends) else []
    )
    p = np.ones(len(together))
    for part in parts:
        if len(part):
            p[part] = _find_exact_p(*(a[part] for a in (together, left, right, units, low, high)))
    return p


def _find_exact_p(together, left, right, units, low, high) -> np.ndarray:
    def log_chance(k, a, b, n):  # but for a term that is the same for all tables of these margins
        return -gammaln(k + 1) - gammaln(a - k + 1) - gammaln(b - k + 1) - gammaln(n - a - b + k + 1)

    sizes = high - low + 1
    starts = np.cumsum(sizes) - sizes
    of = np.repeat(np.arange(len(sizes)), sizes)
    k = np.arange(len(of)) - starts[of] + low[of]
    chances = log_chance(k, left[of], right[of], units[of])
    top = np.maximum.reduceat(chances, starts)
    chances, observed = np.exp(chances - top[of]), np.exp(log_chance(together, left, right, units) - top)
    no_likelier = np.where(chances <= observed[of] * (1 + 1e-7), chances, 0.0)
    return np.minimum(np.add.reduceat(no_likelier, starts) / np.add.reduceat(chances, starts), 1.0)


def spread_pairs(pairs: pd.DataFrame, row_ids: Sequence[str], column_ids: Sequence[str], measure: str) -> pd.DataFrame:
    """The pairs' `measure` as a matrix in the given orders; NaN where there is no such pair, as on the diagonal."""
    swapped = pairs.rename(columns={"left_id": "right_id", "right_id": "left_id"})
    both = pd.concat([pairs, swapped], ignore_index=True).set_index(["left_id", "right_id"])[measure].astype(float)
    return both.unstack().reindex(index=list(row_ids), columns=list(column_ids))


def order_by_similarity(pairs: pd.DataFrame, ids: Sequence[str]) -> list[str]:
    """The ids ordered so that those mentioned together stand side by side; fewer than three stay as they are.

    Average linkage on the distance 1 − NPMI (less often together than expected counts as unrelated), leaves in optimal
    order (Bar-Joseph et al. 2001).
    """
    if len(ids) < 3:
        return list(ids)
    near = spread_pairs(pairs, ids, ids, "npmi").fillna(0).clip(lower=0).to_numpy(copy=True)
    np.fill_diagonal(near, 1)
    distances = squareform(1 - near, checks=False)
    return [ids[i] for i in leaves_list(optimal_leaf_ordering(linkage(distances, "average"), distances))]
