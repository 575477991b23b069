"""Who is mentioned together with whom: observed, expected, and how surely more or less than chance."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.special import xlogy

from analysis.statistics.exact_tests import find_exact_p, find_tails
from analysis.statistics.matrix import order_by_similarity, spread_pairs
from analysis.statistics.odds_ratios import find_odds_ratio
from analysis.statistics.rich_windows import find_null
from analysis.statistics.support import Support, find_q
from analysis.statistics.windows import Presence, count_presence
from analysis.tables import PAIRS

__all__ = ["Support", "count_pairs", "find_exact_p", "find_g2", "order_by_similarity", "spread_pairs"]


def count_pairs(
    mentions: pd.DataFrame,
    articles: pd.DataFrame,
    left_ids: Sequence[str],
    right_ids: Sequence[str],
    unit: str = "article",
    support: Support | None = None,
    tested_by: str | None = None,
) -> pd.DataFrame:
    """PAIRS of every left with every right entity, each once, most often together first, then by the ids.

    A window is a sentence, a paragraph (where mentions have a column `paragraph`), an article or a story (`unit`); an
    entity is in it or not, how often makes no difference. `units` is the number of windows: all selected articles or
    stories, or all sentences or paragraphs that name any entity at all. With left, right and together the windows that
    name one, the other, both:

    - expected = left × right ÷ units: what chance alone gives. lift = together ÷ expected (association strength, van
      Eck & Waltman 2009); NaN when nothing is expected. npmi = ln lift ÷ −ln(together ÷ units) (Bouma 2009); −1 when
      never together, 0 when both are in every window. jaccard = together ÷ (left + right − together).
    - g2 = log-likelihood ratio of the 2 × 2 table (Dunning 1993), negative when together less often than expected.
    - odds_ratio, odds_low, odds_high: the sample odds ratio and its 95 % interval, see `find_odds_ratio`; NaN where the
      ratio, or the upper end, is infinite or unknown.
    - p_more, p_less = Fisher's exact test for more, and for less, often together than chance; p is the two-sided one.
    - expected_null, lift_null, p_null: the same questions where windows differ in how many entities they name, so that
      a round-up that names everybody ties nobody: see `find_null`. Its peers are all entities of the asked kinds.
    - q, q_null = false discovery rates of p and p_null over the tested pairs, NaN for pairs that are not tested: those
      without `support` (by default, see `Support`). What is tested, and what is corrected for, says `find_q`.

    The tests take windows as independent. Sentences of one article are not, and copies of one story are not: with
    `tested_by="article"` or `"story"` the odds ratios, tests and nulls (not g2) are those of such windows instead,
    whatever `unit` the counts are in.
    """
    ids = sorted({*left_ids, *right_ids})
    presence = count_presence(mentions, articles, ids, unit)
    tested = presence if tested_by in (None, unit) else count_presence(mentions, articles, ids, tested_by)
    asked = np.outer(np.isin(ids, list(left_ids)), np.isin(ids, list(right_ids)))
    i, j = np.nonzero(np.triu(asked | asked.T, k=1))
    pairs = pd.DataFrame({"left_id": np.array(ids, object)[i], "right_id": np.array(ids, object)[j]})
    pairs = _measure(pairs.assign(**_tabulate(presence, i, j)))
    pairs = _test(pairs, tested, i, j, support or Support())
    pairs = pairs.sort_values(["together", "left_id", "right_id"], ascending=[False, True, True], ignore_index=True)
    return PAIRS.of(pairs)


def _tabulate(presence: Presence, i: np.ndarray, j: np.ndarray) -> dict[str, np.ndarray]:
    alone, units = presence.together.diagonal(), np.full(len(i), presence.units)
    return {"together": presence.together[i, j], "left_units": alone[i], "right_units": alone[j], "units": units}


def _measure(pairs: pd.DataFrame) -> pd.DataFrame:
    both, left, right, units = (pairs[c].to_numpy(float) for c in ("together", "left_units", "right_units", "units"))
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
    )


def _test(pairs: pd.DataFrame, presence: Presence, i: np.ndarray, j: np.ndarray, support: Support) -> pd.DataFrame:
    table = _tabulate(presence, i, j)
    both, left, right, units = table.values()
    p, (more, less) = find_exact_p(**_named(table)), find_tails(**_named(table))
    ratio, low, high = find_odds_ratio(**_named(table))
    expected = left * right / np.maximum(units, 1)
    expected_null, p_null = find_null(both, i, j, presence.peer_units, presence.richness)
    return pairs.assign(
        p=p,
        q=find_q(p, both, left, right, expected, support),
        p_more=more,
        p_less=less,
        odds_ratio=np.where(np.isinf(ratio), np.nan, ratio),
        odds_low=low,
        odds_high=np.where(np.isinf(high), np.nan, high),
        expected_null=expected_null,
        lift_null=np.divide(both, expected_null, out=np.full(len(both), np.nan), where=expected_null > 0),
        p_null=p_null,
        q_null=find_q(p_null, both, left, right, expected_null, support),
    )


def _named(table: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    return {name.removesuffix("_units"): values for name, values in table.items()}


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
