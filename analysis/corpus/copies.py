"""Which texts are copies of each other, by the rare word pairs they share.

Why no MinHash: where 40 % of the words of a copy are changed, 0.6² of the word pairs remain, which is a fifth of those
of both texts together (0.36 ÷ 1.64). Bands short enough to find such a copy find as well the round-up, the article with
a long quote, and yesterday's report after the same template; for MinHash tells how much two texts share, not what.
What a copy shares are pairs of words that hardly occur elsewhere, on other days. So those are looked up directly, which
is linear in the number of words and finds candidates without chance; and how much is shared is counted, not estimated.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.sparse import csr_matrix

UNDATED = 2**30  # the day of texts without one: after all others
MOST_DAYS = 10  # on which a shingle may occur to be rare: on more it is the language, or a template, and not the story
RARE = 2  # in the matrix, for a rare shingle; others are 1
LEAST_SHARED = 2  # rare shingles
LEAST_CONTAINED = 0.25  # of all shingles of the text that has fewer of them
LEAST_CONTAINED_RARE = 0.15  # likewise, of the rare ones
LONG_NAME = 6  # shingles that two short reports have in common for naming the same thing
LEAST_SIZE = 0.2  # of the shorter text, of the longer one's: a round-up is no copy of each of its parts
LEAST_FIGURES = 10  # shingles with figures in both, from which on they must agree too
LEAST_CONTAINED_FIGURES = 0.1
PARTS = 16  # in which the shingles are gone through, to save memory
SPAN = 2**31 // PARTS
MOST_LINKED = 6_000_000  # entries of rare shingles' lists that are gone through for candidates
OFTEN = 0.05  # of a text's lists, in which a candidate meets it
CHUNK = 20_000  # pairs of texts compared at once


class Texts:
    """Texts as sets of shingles (`rows`: texts × shingles, one each), in order of their days (`days_of`, numbers, or
    UNDATED), with `digests` that are equal for the same words in the same order. `window` is in days."""

    def __init__(self, rows: csr_matrix, days_of: np.ndarray, digests: np.ndarray, window: int) -> None:
        self.days, self.digests, self.window, self.rows = days_of, digests, window, rows
        self.sizes = np.diff(rows.indptr)
        rare, self.lists = _find_rare(rows, days_of)
        starts = rows.indptr[:-1]  # of texts, each of which has a shingle at least
        self.rare_sizes = np.add.reduceat(rare, starts, dtype=np.int32)
        self.figures = np.add.reduceat(rare & (rows.indices & 1).astype(bool), starts, dtype=np.int32)
        rows.data[rare] = RARE
        rows.has_canonical_format = True

    def __len__(self) -> int:
        return len(self.days)

    def are_near(self, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        """Whether texts (their numbers) lie within the window, or one of them has no day."""
        apart = np.abs(self.days[left] - self.days[right])
        return (apart <= self.window) | (self.days[left] == UNDATED) | (self.days[right] == UNDATED)

    def are_copies(self, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        """Whether texts (their numbers) are copies: see find_copies."""
        found = self.are_near(left, right)
        same = self.digests[left] == self.digests[right]
        for start in range(0, len(left), CHUNK):
            i, j = left[start : start + CHUNK], right[start : start + CHUNK]
            common = self.rows[i].multiply(self.rows[j]).tocsr()
            rare = common.data > 1
            all_shared, shared, figures = (
                _sum_rows(of, common.indptr) for of in (np.ones(common.nnz), rare, rare & (common.indices & 1))
            )
            both_figures = np.minimum(self.figures[i], self.figures[j])
            sizes = np.sort([self.sizes[i], self.sizes[j]], axis=0)
            found[start : start + CHUNK] &= same[start : start + CHUNK] | (
                (shared >= LEAST_SHARED)
                & (shared >= LEAST_CONTAINED_RARE * np.minimum(self.rare_sizes[i], self.rare_sizes[j]))
                & (all_shared >= LONG_NAME + LEAST_CONTAINED * sizes[0])
                & (sizes[0] >= LEAST_SIZE * sizes[1])
                & ((both_figures < LEAST_FIGURES) | (figures >= LEAST_CONTAINED_FIGURES * both_figures))
            )
        return found


def find_copies(texts: Texts) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of texts (two arrays of their numbers, the smaller in the first) that are copies of each other: within the
    window of days, and either the same words in the same order, or as follows.

    They share at least LEAST_CONTAINED of all shingles of the one with fewer, and LONG_NAME more (containment, Broder
    1997: a cut text is a copy of the whole; a report of what came next is none for naming the same names); and
    LEAST_SHARED rare shingles, LEAST_CONTAINED_RARE of those of the one with fewer: two reports after one template
    share none but common ones. The shorter has at least LEAST_SIZE of the other's shingles. And where both have
    LEAST_FIGURES rare shingles with figures, LEAST_CONTAINED_FIGURES of those are common too: yesterday's prices in
    today's words are no copy. A shingle is rare that occurs on at most MOST_DAYS days.

    Compared are the texts that stand side by side, or one after the next, in a rare shingle's list of texts by day,
    and each with the first in the window: so of many copies not all pairs are told, but each with its neighbours. Two
    that meet in fewer than two lists, or in fewer than OFTEN of the shorter one's lists, are left out. Where the lists
    are longer than MOST_LINKED in all, as they are of many articles without a day, they are those of a part of the
    shingles, the same for all texts.
    """
    same_words = _pack(*_link(texts.digests, np.arange(len(texts), dtype=np.int32), texts))
    met = np.concatenate([_pack(*_link(shingles, of, texts)) for shingles, of in texts.lists])
    met.sort()
    met, times = np.unique(met[1:][met[1:] == met[:-1]], return_counts=True)  # those that meet more than once
    times += 1
    listed = np.zeros(len(texts), np.int64)
    for _, of in texts.lists:
        listed += np.bincount(of, minlength=len(texts))
    often = times >= OFTEN * np.minimum(listed[met >> 32], listed[met & 0xFFFFFFFF])
    pairs = np.union1d(met[often], same_words)
    left, right = pairs >> 32, pairs & 0xFFFFFFFF
    told = texts.are_copies(left, right)
    return left[told], right[told]


def _find_rare(rows: csr_matrix, days: np.ndarray) -> tuple[np.ndarray, list[tuple[np.ndarray, np.ndarray]]]:
    """Which entries of `rows` are rare shingles; and of those that two texts or more have, part by part, shingle and
    text, by shingle and then by text, up to MOST_LINKED."""
    rare, lists, room = np.zeros(rows.nnz, bool), [], MOST_LINKED
    for at in _list_parts(rows.indices):
        shingles = rows.indices[at]
        order = np.argsort(shingles, kind="stable")
        at, shingles = at[order], shingles[order]
        of = (np.searchsorted(rows.indptr, at, side="right") - 1).astype(np.int32)
        new = np.concatenate([[True], shingles[1:] != shingles[:-1]])
        later = new | np.concatenate([[True], days[of[1:]] != days[of[:-1]]])
        number = np.cumsum(new) - 1
        few = np.bincount(number[later]) <= MOST_DAYS
        rare[at[few[number]]] = True
        several = (few & (np.bincount(number) > 1))[number]
        if room > 0:
            lists.append((shingles[several], of[several]))
            room -= len(lists[-1][0])
    return rare, lists


def _sum_rows(values: np.ndarray, ends: np.ndarray) -> np.ndarray:
    return np.diff(np.concatenate([[0], np.cumsum(values)])[ends])


def _list_parts(shingles: np.ndarray) -> Iterator[np.ndarray]:
    for part in range(PARTS):
        at = np.flatnonzero((shingles >= part * SPAN) & (shingles <= part * SPAN + (SPAN - 1)))
        if len(at):
            yield at


def _link(keys: np.ndarray, of: np.ndarray, texts: Texts) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of texts with the same key: each with the two before it and with the first one in its window. Sorted by key
    (any order of keys), then by text."""
    order = np.lexsort((of, keys))
    keys, of = keys[order], of[order]
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])) if len(keys) else np.zeros(0, int)
    number = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(keys))))
    days = texts.days[of].astype(np.int64)
    since = number * 2**32 + days
    first = np.searchsorted(since, number * 2**32 + np.where(days == UNDATED, 0, days - texts.window))
    now = np.arange(len(keys))
    found = [(first[first < now], now[first < now])]
    for back in (1, 2):
        linked = now[first <= now - back]
        linked = linked[linked - back != first[linked]]
        found.append((linked - back, linked))
    before, after = (np.concatenate(side) for side in zip(*found, strict=True))
    return of[before], of[after]


def _pack(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    return (left.astype(np.int64) << 32) | right
