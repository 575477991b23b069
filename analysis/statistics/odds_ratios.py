"""How much more often than chance two entities are together, and how exactly that is known: odds ratios."""

from __future__ import annotations

import numpy as np
from scipy.optimize import elementwise
from scipy.stats import norm

FEW = 100  # of the smallest cell: from here on the log odds ratio is normal enough
SPARSE_STEPS = (3, 10, 25, 50, FEW)  # smallest cells below each are summed over as many terms as they need
TAIL = 0.025  # 95 % intervals
CLOSE = {"xatol": 1e-7, "xrtol": 0, "fatol": 0, "frtol": 0}  # of the log odds ratio


def find_odds_ratio(together, left, right, units) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The odds ratio of each 2 × 2 table and the ends of its 95 % interval: (ratio, low, high), 0 to infinity.

    The sample odds ratio: windows with both × windows with neither ÷ (with the left only × with the right only).
    Infinite where only the divisor is 0; NaN where both products are, which says nothing: then the interval is 0 to
    infinity. The interval is Cornfield's (1956) with mid-p: the odds ratios under which the observed count, half of its
    own probability included, is in neither 2.5 % tail of Fisher's non-central hypergeometric distribution. It is exact
    where the smallest of the four cells is under FEW; from there on it is Woolf's (1955), which by then agrees.

    Why this one: with few windows together Woolf's interval, with or without ½ in each cell, starts too high (three
    together where 1.2 were expected would exclude 1, which chance does one time in eight), Cornfield's exact interval
    is too wide, and mid-p keeps near its 95 % (Fagerland, Lydersen & Laake 2015; `python -m benchmarks.statistics`).
    """
    both, left, right, units = (np.asarray(a, float) for a in (together, left, right, units))
    cells = np.array([both, left - both, right - both, units - left - right + both])
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = cells[0] * cells[3] / (cells[1] * cells[2])
        wide = norm.isf(TAIL) * np.sqrt((1 / cells).sum(axis=0))
        low, high = ratio * np.exp(-wide), ratio * np.exp(wide)
    smallest, lowest = cells.argmin(axis=0), cells.min(axis=0)
    previous = 0
    for most in SPARSE_STEPS:
        rows = np.flatnonzero((lowest >= previous) & (lowest < most))
        low[rows], high[rows] = _find_sparse_interval(cells[:, rows], smallest[rows], most)
        previous = most
    return ratio, low, high


def _find_sparse_interval(cells: np.ndarray, smallest: np.ndarray, most: int) -> tuple[np.ndarray, np.ndarray]:
    """Cornfield mid-p intervals of tables whose smallest cell is under `most`.

    Seen from its smallest cell, a table's other tables have 0, 1, 2 … in that cell. Where it is a cell of the other
    diagonal, the odds ratio is one over the odds ratio seen from there.
    """
    if not cells.size:
        return np.empty(0), np.empty(0)
    turned = (smallest == 1) | (smallest == 2)
    order = np.array([[0, 1, 2, 3], [1, 0, 3, 2], [2, 3, 0, 1], [3, 2, 1, 0]])[smallest].T
    few, beside, under, opposite = np.take_along_axis(cells, order, axis=0)
    reach = most + 4 * np.sqrt(most) + 4  # the mean at the upper end is below it; ten deviations more hold the tail
    terms = np.arange(int(reach + 10 * np.sqrt(reach)))
    with np.errstate(divide="ignore"):
        steps = np.log(np.maximum((few + beside)[:, None] - terms, 0)) + np.log(
            np.maximum((few + under)[:, None] - terms, 0)
        )
        steps -= np.log(terms + 1) + np.log((opposite - few)[:, None] + terms + 1)
    weights = np.hstack([np.zeros((len(few), 1)), np.cumsum(steps, axis=1)[:, :-1]])

    def tail(log_ratio, row, below):
        """P(fewer, or more) + ½ P(as many) − TAIL under an odds ratio."""
        chances = weights[row] + log_ratio[:, None] * terms
        chances = np.exp(chances - chances.max(axis=1, keepdims=True))
        at = few[row].astype(int)
        side = np.where(below[:, None], terms < at[:, None], terms > at[:, None])
        half = chances[np.arange(len(row)), at] / 2
        return ((chances * side).sum(axis=1) + half) / chances.sum(axis=1) - TAIL

    rows = np.arange(len(few))
    possible = few + np.minimum(beside, under)
    low, high = np.zeros(len(few)), np.full(len(few), np.inf)
    around = np.log((few + 0.5) * (opposite + 0.5) / ((beside + 0.5) * (under + 0.5)))
    reach = 12 * np.sqrt((1 / (cells + 0.5)).sum(axis=0))
    for ends, solvable, below in ((low, few > 0, False), (high, few < possible, True)):
        r = rows[solvable]
        if len(r):
            bracket = (around[r] - reach[r], around[r] + reach[r])
            ends[r] = np.exp(elementwise.find_root(tail, bracket, args=(r, np.full(len(r), below)), tolerances=CLOSE).x)
    with np.errstate(divide="ignore"):
        return np.where(turned, 1 / high, low), np.where(turned, 1 / low, high)
