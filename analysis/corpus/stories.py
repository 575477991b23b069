"""Stories: the groups of articles that tell the same thing in the same words."""

from __future__ import annotations

import hashlib
import unicodedata
from array import array
from collections.abc import Iterable
from datetime import date

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from analysis.corpus.copies import UNDATED, Texts, find_copies
from analysis.corpus.shingles import Shingler
from analysis.corpus.words import find_words

WINDOW_DAYS = 3  # a story's articles lie no further from its centre


def find_story(text: str) -> str:
    """The 16 hex digits that name the story of an article's body (its text without the headline).

    Articles share a story when their bodies are the same words in the same order: letter case, white space, punctuation
    and compatible forms of characters (full-width, ligatures) make no difference. SHA-256 of those words.
    """
    words = find_words(unicodedata.normalize("NFKC", text).casefold())
    return hashlib.sha256((" ".join(words) or text).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def find_stories(articles: Iterable[tuple[str, str, date | None]], days: int = WINDOW_DAYS) -> dict[str, str]:
    """The story of each article: the id of the story's earliest article, of one day the smallest; undated ones last.

    `articles` are (article_id, text, published); they are read once, and none of their text is kept. Their order makes
    no difference. A story has a centre, and every other article in it is a copy of that one (see `find_copies`: also
    with another headline, cut, or with up to about 40 % of its words changed) of at most `days` days before or after.
    So a weekly column is a story a week, and no chain of likenesses runs on through a year. The centre is the article
    with the most copies, then the earliest; what is left finds its centres in the same way (star clustering, Aslam,
    Pelekhov & Rus 2004). An article without a day may be a copy of one of any day, but never the centre of those.

    Time and memory grow in proportion to the number of words; `python -m benchmarks.stories` prints both.
    """
    ids, texts = _read_texts(articles, days)
    if not ids:
        return {}
    centres = find_centres(texts)
    earliest = np.full(len(ids), len(ids))
    np.minimum.at(earliest, centres, np.arange(len(ids)))
    return {article_id: ids[first] for article_id, first in zip(ids, earliest[centres].tolist(), strict=True)}


def _read_texts(articles: Iterable[tuple[str, str, date | None]], days: int) -> tuple[list[str], Texts | None]:
    """The articles' ids, and their texts as sets of shingles, both by day and then by id."""
    known: dict[str, int] = {}
    shingles, ends, digests, shingler = array("i"), array("q", [0]), bytearray(), Shingler()
    for article_id, text, day in articles:
        if article_id in known:
            continue
        known[article_id] = day.toordinal() if day else UNDATED
        found, digest = shingler.find(text)
        shingles.frombytes(found.tobytes())
        ends.append(len(shingles))
        digests += digest
    if not known:
        return [], None
    ids, published = np.array(list(known)), np.array(list(known.values()))
    order = np.lexsort((ids, published))
    ones = np.ones(len(shingles), np.int8)
    rows = csr_matrix((ones, np.frombuffer(shingles, np.int32), np.frombuffer(ends, np.int64)), (len(ids), 2**31 - 1))
    rows = rows[order]
    del shingles, ones  # as large as the rows
    return ids[order].tolist(), Texts(rows, published[order], np.frombuffer(digests, np.uint64)[order], days)


def find_centres(texts: Texts) -> np.ndarray:
    """The number of the centre of each text's story; its own where it is the centre or has no copies."""
    left, right = find_copies(texts)
    number = len(texts)
    centres = np.arange(number)
    while len(left):
        edges = csr_matrix(
            (np.ones(2 * len(left), np.int8), (np.r_[left, right], np.r_[right, left])), (number, number)
        )
        degrees = np.diff(edges.indptr)
        _, groups = connected_components(edges, directed=False)
        members = np.flatnonzero(degrees)
        undated = texts.days[members] == UNDATED
        by_group = members[np.lexsort((members, -degrees[members], undated, groups[members]))]
        _, starts = np.unique(groups[by_group], return_index=True)
        hub_of = np.zeros(number, int)
        hub_of[groups[by_group[starts]]] = by_group[starts]
        hubs = hub_of[groups[members]]
        told = texts.are_copies(hubs, members) | (hubs == members)
        centres[members[told]] = hubs[told]
        settled = np.zeros(number, bool)
        settled[members[told]] = True
        open_ = ~(settled[left] | settled[right])
        left, right = left[open_], right[open_]
    return centres
