"""Which entity is in which window: a sentence, a paragraph, an article or a story."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.statistics.frequency import number_rows

WINDOW_KEYS = {
    "sentence": ["article_id", "sentence"],
    "paragraph": ["article_id", "paragraph"],  # where the mentions say it: a number per paragraph of the article
    "article": ["article_id"],
    "story": ["story_id"],
}


@dataclass(frozen=True)
class Presence:
    """Who is in which window, and how many windows there are.

    `together` (int64, asked × asked) counts the windows with both entities, its diagonal those with the one. Of all
    `peers` (entities of the asked kinds, the asked ones first) `peer_units` counts the windows that name each, and
    `richness[k]` the windows that name exactly k of them; windows that name none are in `units` alone.
    """

    together: np.ndarray
    peer_units: np.ndarray
    richness: np.ndarray
    units: int


def count_presence(mentions: pd.DataFrame, articles: pd.DataFrame, ids: Sequence[str], unit: str) -> Presence:
    """Count the windows of `unit` that name the entities `ids`, alone and in twos. Naming twice counts once.

    `units` is the number of selected articles or stories, and for sentences and paragraphs the number of those that
    name any entity at all: one without names can tell nothing for or against a pair. Linear in the mentions. Raises
    ValueError for paragraphs of mentions without a column `paragraph`.
    """
    if missing := [key for key in WINDOW_KEYS[unit] if key not in mentions]:
        raise ValueError(f"windows of one {unit} need mentions with a column {missing[0]}")
    windows = number_windows(mentions, WINDOW_KEYS[unit])
    named = int(windows.max(initial=-1)) + 1
    units = named
    if unit in ("article", "story"):
        units = len(articles) if unit == "article" else int(articles.story_id.nunique())
    entities = mentions.entity_id.astype("category").cat  # few entities, many mentions: look each entity up once
    columns = _number_peers(mentions, entities, ids)[entities.codes]
    presence = _mark(windows, columns, named, max(len(ids), int(columns.max(initial=-1)) + 1))
    richness = np.bincount(np.diff(presence.indptr))
    asked = presence if presence.shape[1] == len(ids) else presence[:, : len(ids)]
    return Presence(
        together=(asked.T @ asked).toarray().astype(np.int64),
        peer_units=np.bincount(presence.indices, minlength=presence.shape[1]),
        richness=richness,
        units=units,
    )


def number_windows(mentions: pd.DataFrame, keys: list[str]) -> np.ndarray:
    """For each mention the number of its window; some numbers may stay unused where the windows are articles or stories
    (as many as `units` says there are, named or not)."""
    column = mentions[keys[0]]
    if len(keys) == 1 and isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.codes.to_numpy(np.int32)
    return number_rows(mentions, keys).astype(np.int32)


def _number_peers(mentions: pd.DataFrame, entities, ids: Sequence[str]) -> np.ndarray:
    """For each category of entity its column, −1 for entities of other kinds than the asked ones."""
    columns = pd.Index(ids, dtype="str").get_indexer(entities.categories)
    kinds, _ = pd.factorize(mentions.kind)
    kind_of = np.full(len(entities.categories), -1)
    kind_of[entities.codes] = kinds  # of any of its mentions: they agree
    peers = (columns < 0) & (kind_of >= 0) & np.isin(kind_of, kind_of[columns >= 0])
    columns[peers] = len(ids) + np.arange(peers.sum())
    return columns.astype(np.int32)


def _mark(windows: np.ndarray, columns: np.ndarray, rows: int, width: int) -> sparse.csr_matrix:
    """1 where an entity is in a window."""
    kept = columns >= 0
    if not kept.all():
        windows, columns = windows[kept], columns[kept]
    presence = sparse.csr_matrix((np.ones(len(windows), np.int32), (windows, columns)), (rows, width))
    presence.data[:] = 1  # entities named twice were added up
    return presence
