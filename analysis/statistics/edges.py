"""Which pairs to draw as lines between entities: those that are surely together, and of each entity its strongest."""

from __future__ import annotations

import pandas as pd

from analysis.statistics.support import Support

DIRECTIONS = ("more", "less", "both")


def filter_pairs(
    pairs: pd.DataFrame,
    direction: str = "more",
    q: float | None = 0.05,
    support: Support | None = None,
    null: bool = False,
) -> pd.DataFrame:
    """The PAIRS rows that are together more (or less, or either way otherwise) often than expected, in their order.

    Kept are pairs whose false discovery rate is under `q` (with `q` None, tested or not), and that have `support` (by
    default, see `Support`): more often together takes `support.together` windows with both, less often
    `support.expected` expected. With `null`, expected and q are those of windows that differ in how many they name
    (`expected_null`, `q_null`). Raises ValueError for a direction that is none of DIRECTIONS.
    """
    if direction not in DIRECTIONS:
        raise ValueError(f"direction is none of {DIRECTIONS}")
    support = support or Support()
    expected, rates = (pairs[name + "_null" * null] for name in ("expected", "q"))
    more = (pairs.together > expected) & (pairs.together >= support.together)
    less = (pairs.together < expected) & (expected >= support.expected)
    kept = {"more": more, "less": less, "both": more | less}[direction]
    kept &= (pairs.left_units >= support.each) & (pairs.right_units >= support.each)
    return pairs[kept if q is None else kept & (rates < q)].reset_index(drop=True)


def keep_strongest(pairs: pd.DataFrame, most: int, by: str = "npmi") -> pd.DataFrame:
    """The rows that are among the `most` of highest `by` of at least one of their two entities, in their order.

    Ties go to the more often together, then to the smaller ids. A limit per entity keeps the small ones in sight, where
    one over all pairs would keep the pairs of the few largest.
    """
    ranked = pairs.sort_values([by, "together", "left_id", "right_id"], ascending=[False, False, True, True])
    ends = ranked[["left_id", "right_id"]].stack()
    kept = ends.index.get_level_values(0)[ends.groupby(ends).cumcount() < most]
    return pairs[pairs.index.isin(kept)].reset_index(drop=True)
