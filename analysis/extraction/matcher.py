"""Written forms in a text: a dictionary scan over the text's pieces, longest form first, in linear time.

A text is cut into pieces (words, runs of white space, single other characters, web addresses), and the forms of a
dictionary stand in a tree of such pieces: the cost does not grow with it, and a form never matches inside a word.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Hashable, Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple

_PIECE = re.compile(  # an address on the web is one piece; combining accents belong to their word
    r"(?:https?://|www\.)\S+|\w[\w\u0300-\u036f]*|\s+|[^\w\s]"
)
_SAME = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-"})  # one character for another: offsets stay
_VALUES = None  # the key of a node's values; pieces are text, so it cannot clash


class Pieces:
    """A text cut into pieces: `words[i]` begins at character `starts[i]`, and `starts[-1]` is the text's length.

    `plain[i]` is the same with white space as one space, two line ends or more as a line end."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.words: list[str] = _PIECE.findall(text.translate(_SAME))
        self.starts: list[int] = list(accumulate(map(len, self.words), initial=0))
        self.plain = [" " if w == " " else _shorten(w) if w.isspace() else w for w in self.words]

    def word(self, i: int) -> str:
        """The piece at `i`, white space as one space (two line ends as a line end); "" outside the text."""
        return self.plain[i] if 0 <= i < len(self.plain) else ""

    def text(self, first: int, after: int) -> str:
        """What is written at these pieces, on one line."""
        return " ".join(self._text[self.starts[first] : self.starts[after]].split())

    def at(self, character: int) -> int:
        """The first piece that begins at `character` or later."""
        return bisect_left(self.starts, character)


def _shorten(space: str) -> str:
    return "\n" if space.count("\n") > 1 else " "


class Match(NamedTuple):
    """A form at pieces `first` up to but not including `after`, with the values the dictionary gives it."""

    first: int
    after: int
    values: tuple[Hashable, ...]


class Forms:
    """A dictionary of written forms, each with one or more values. Case, accents and punctuation count."""

    def __init__(self) -> None:
        self._root: dict = {}

    def add(self, form: str, value: Hashable) -> None:
        node = self._root
        for word in _PIECE.findall(form.translate(_SAME)):
            node = node.setdefault(" " if word.isspace() else word, {})
        if node is not self._root:
            node[_VALUES] = tuple(dict.fromkeys((*node.get(_VALUES, ()), value)))

    def longest(self, pieces: Pieces, first: int) -> Match | None:
        """The longest form that begins at piece `first`. White space matches any run of it but a blank line."""
        words, node, found = pieces.words, self._root, None
        for i in range(first, len(words)):
            word = words[i]
            node = node.get(word) or (node.get(pieces.word(i)) if word.isspace() else None)
            if node is None:
                break
            if _VALUES in node and not _is_cut(words, first, i):
                found = Match(first, i + 1, node[_VALUES])
        return found

    def find(self, pieces: Pieces, ranges: Iterable[tuple[int, int]] | None = None) -> Iterator[Match]:
        """The longest form at every place where one begins (in `ranges` of pieces, if given), in text order.

        Forms may overlap; `select_longest` decides.
        """
        root = self._root
        for start, stop in ranges if ranges is not None else ((0, len(pieces.words)),):
            words = pieces.words[start:stop] if ranges is not None else pieces.words
            for first in [i for i, word in enumerate(words, start) if word in root]:
                if match := self.longest(pieces, first):
                    yield match


def _is_cut(words: list[str], first: int, last: int) -> bool:
    """Whether the form is part of a longer row of dotted letters: the "U.S." of "U.S.S.R.", the "U.S." of "A.U.S."."""
    if words[last] == "." and last + 1 < len(words) and (words[last + 1][0].isalnum()):
        return True
    return len(words[first]) == 1 and first > 1 and words[first - 1] == "." and len(words[first - 2]) == 1


def select_longest(spans: Iterable, size: int) -> list:
    """The spans (anything with `first` and `after`) that do not overlap: longest first, of equals the earliest.

    `size` is the number of pieces. The answer is in text order. Linear in the spans' total length, sorting aside.
    """
    taken, kept = bytearray(size), []
    for span in sorted(spans, key=lambda s: (s.first - s.after, s.first)):
        if taken.find(1, span.first, span.after) < 0:
            taken[span.first : span.after] = b"\1" * (span.after - span.first)
            kept.append(span)
    return sorted(kept, key=lambda s: s.first)
