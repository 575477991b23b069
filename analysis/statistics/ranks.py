"""How firm a ranking is: the leading entities ranked again in other windows and without single layers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.statistics.windows import WINDOW_KEYS, number_windows
from analysis.tables import RANKS


def count_ranks(
    mentions: pd.DataFrame, unit: str = "article", most: int = 20, layers: tuple[str, ...] | None = None
) -> pd.DataFrame:
    """RANKS: the `most` entities that most windows of `unit` name, best first, and their ranks in every variant.

    `rank` is the place by windows of `unit` that name the entity; equal numbers share the better place, and stand in
    the order of mentions, then of ids. The variants rank all entities of `mentions` anew: `by_mention`, `by_sentence`,
    `by_paragraph` (where mentions say it), `by_article` and `by_story` by mentions or by such windows;
    `without_LAYER` by windows of `unit` when mentions of that layer do not count, for each of `layers` (by default, all
    that occur). Who is in none is ranked behind all who are. `best` and `worst` are the ends of all these ranks.
    """
    entities = mentions.entity_id.astype("category").cat
    codes, ids = entities.codes.to_numpy(), entities.categories
    size = len(ids)
    counts = {}
    for name, keys in WINDOW_KEYS.items():
        if all(key in mentions for key in keys):
            counts[f"by_{name}"] = _count_windows(codes, number_windows(mentions, keys), size)
    counts = {"by_mention": np.bincount(codes, minlength=size), **counts}
    windows = number_windows(mentions, WINDOW_KEYS[unit])
    layer_codes, found = pd.factorize(mentions.layer)
    for layer in sorted(found) if layers is None else layers:
        kept = layer_codes != list(found).index(layer) if layer in found else np.ones(len(mentions), bool)
        if kept.any():
            counts[f"without_{layer}"] = _count_windows(codes[kept], windows[kept], size)
    ranks = {
        name: pd.Series(count).rank(method="min", ascending=False).astype("int64") for name, count in counts.items()
    }
    table = pd.DataFrame({"entity_id": np.asarray(ids, object), "rank": ranks[f"by_{unit}"], **ranks})
    every = table[[*ranks]]
    table.insert(2, "best", every.min(axis=1))
    table.insert(3, "worst", every.max(axis=1))
    mentioned = table.assign(mentioned=counts["by_mention"])[counts["by_mention"] > 0]
    ordered = mentioned.sort_values(["rank", "mentioned", "entity_id"], ascending=[True, False, True])
    return RANKS.of(ordered.drop(columns="mentioned").head(most).reset_index(drop=True))


def _count_windows(codes: np.ndarray, windows: np.ndarray, size: int) -> np.ndarray:
    """How many different windows name each entity."""
    distinct = pd.unique(windows.astype(np.int64) * size + codes)
    return np.bincount(distinct % size, minlength=size) if size else np.zeros(0, int)
