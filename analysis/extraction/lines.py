"""How the lines of a text are written: running text, a headline in title case, or all in capitals."""

from __future__ import annotations

import re
from bisect import bisect_right

from spacy.lang.en.stop_words import STOP_WORDS

from analysis.extraction.matcher import Pieces

_WORD = re.compile(r"(?<!['’])\b[^\W\d_]+")
_HEADLINE_CHARACTERS = 200
_SHOUT = re.compile(r"\b[A-Z][A-Z'’.&-]+(?:[ ,:;]+[A-Z][A-Z'’.&-]*){3,}")  # a headline that runs into its text


class Lines:
    """The lines of a text by piece. `capitals` are the ranges of pieces written in nothing but capitals: whole
    lines, and four words or more within one."""

    def __init__(self, text: str, pieces: Pieces) -> None:
        self._starts: list[int] = []
        self._headlines: list[bool] = []
        self.capitals: list[tuple[int, int]] = []
        start = 0
        for line in text.split("\n"):
            capitals = line.isupper() and " " in line.strip()
            self._starts.append(start)
            self._headlines.append(capitals or _is_title_case(line))
            shouts = [(0, len(line))] if capitals else [run.span() for run in _SHOUT.finditer(line)]
            self.capitals += [(pieces.at(start + first), pieces.at(start + after)) for first, after in shouts]
            start += len(line) + 1
        self._pieces = pieces

    def is_headline(self, piece: int) -> bool:
        """Whether the line of this piece writes (nearly) every word with a capital, so that capitals tell nothing."""
        return self._headlines[bisect_right(self._starts, self._pieces.starts[piece]) - 1]


def _is_title_case(line: str) -> bool:
    """A short line without a full stop at its end, where only words such as "and" or "with" are in small letters."""
    if len(line) > _HEADLINE_CHARACTERS or line.rstrip().endswith((".", ".”", '."')):
        return False
    words = _WORD.findall(line)
    small = [word for word in words if word[0].islower()]
    return len(words) - len(small) > 3 and STOP_WORDS.issuperset(small)
