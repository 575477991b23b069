"""Pairs as a matrix, and the orders its rows and columns can stand in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from scipy.cluster.hierarchy import leaves_list, linkage, optimal_leaf_ordering
from scipy.spatial.distance import squareform


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


def order_by_count(pairs: pd.DataFrame, ids: Sequence[str]) -> list[str]:
    """The ids by the windows that name them, most first; ties, and ids in no pair, in the order given."""
    sides = [pairs[[f"{side}_id", f"{side}_units"]].set_axis(["id", "units"], axis=1) for side in ("left", "right")]
    units = pd.concat(sides).drop_duplicates("id").set_index("id")["units"].to_dict()
    return sorted(ids, key=lambda entity_id: -units.get(entity_id, 0))


def order_by_name(ids: Sequence[str], names: Mapping[str, str]) -> list[str]:
    """The ids by their names, in any letter case; an id without a name stands under itself, equal names by id."""
    return sorted(ids, key=lambda entity_id: (names.get(entity_id, entity_id).casefold(), entity_id))
