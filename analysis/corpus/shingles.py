"""Shingles: the pairs of neighbouring words by which copies of a text are told."""

from __future__ import annotations

import unicodedata
from hashlib import blake2b

import numpy as np

from analysis.corpus.words import find_words

MOST_WORDS_KNOWN = 500_000  # whose hashes are remembered at once
MOST_SHINGLES = 2_000  # of one text: of longer ones those with the smallest hashes, the same ones in each of its copies
_ODD = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F], np.uint64)  # random odd numbers, which mix the bits


class Shingler:
    """Texts -> arrays of shingles, the same for a text on any machine and in any order of texts."""

    def __init__(self) -> None:
        self._hashes = _Hashes()

    def find(self, text: str) -> tuple[np.ndarray, bytes]:
        """The shingles of a text: sorted, distinct, 31 bits each, as int32; and a digest of all its words in order.

        A shingle is two neighbouring words, hashed; odd numbers stand for those with a figure in either. Letter case,
        white space, punctuation and compatible forms of characters (full-width, ligatures) make no difference.
        """
        words = find_words(unicodedata.normalize("NFKC", text).casefold()) or [text]
        if len(self._hashes) > MOST_WORDS_KNOWN:
            self._hashes.clear()
        hashes = np.fromiter(map(self._hashes.__getitem__, words), np.uint64, len(words))
        digest = blake2b(hashes.tobytes(), digest_size=8).digest()
        following = np.roll(hashes, -1)[: max(len(hashes) - 1, 1)]  # a single word is a pair with itself
        hashes = hashes[: len(following)]
        mixed = (hashes * _ODD[0]) ^ (following * _ODD[1])
        mixed ^= mixed >> np.uint64(29)
        mixed *= _ODD[0]
        shingles = ((mixed >> np.uint64(33)) & ~np.uint64(1)) | ((hashes | following) & np.uint64(1))
        return np.unique(shingles.astype(np.int32))[:MOST_SHINGLES], digest


class _Hashes(dict):
    """Word -> 64 bits, the lowest of which says whether there is a digit in it."""

    def __missing__(self, word: str) -> int:
        number = int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
        figure = any(sign.isdigit() for sign in word)
        self[word] = number = (number & ~1) | figure
        return number
