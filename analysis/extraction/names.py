"""Persons' names after a title: where such a name ends, and which of its words is the surname."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from spacy.lang.en.stop_words import STOP_WORDS

from analysis.extraction.matcher import Pieces

_LONGEST = 4  # names of more words are more often a name and what follows it
_DAYS_AND_MONTHS = {*calendar.day_name, *calendar.day_abbr, *calendar.month_name, *calendar.month_abbr} - {""}
_ENDINGS = {"Jr", "Sr"}
_NUMERAL = set("IVX")
_SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}
_STROKES = str.maketrans("øłđħŧı’", "oldhti'") | {ord("æ"): "ae", ord("œ"): "oe", ord("þ"): "th", ord("ð"): "d"}


class Name(NamedTuple):
    """A name at pieces `first` up to `after`, of `words` words (leading initials are one), and the surname in it."""

    first: int
    after: int
    words: int
    surname: int
    surname_after: int


def is_plain_word(word: str) -> bool:
    """Whether a capitalised word is one that opens a sentence or dates it rather than part of a name."""
    return word.lower() in STOP_WORDS or word in _DAYS_AND_MONTHS


@lru_cache(maxsize=20_000)
def fold(name: str) -> str:
    """The name in small letters without accents and strokes, for comparing ("Løkke": "lokke")."""
    decomposed = unicodedata.normalize("NFKD", name.casefold().translate(_STROKES))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def slug(name: str) -> str:
    """The id that a name gives: its folded letters and digits joined by hyphens ("Ana de la Ría": ana-de-la-ria)."""
    return "-".join(re.findall(r"[^\W_]+", fold(name).replace("'", ""))) or "unnamed"


def surname_of(name: str) -> str:
    """The folded last word of a name, what follows a surname ("Jr.", "III") left aside."""
    return (_words(name) or [""])[-1]


def _words(name: str) -> list[str]:
    words = fold(name).split()
    while len(words) > 1 and words[-1].rstrip(".") in _SUFFIXES:
        words.pop()
    return words


def is_same_name(one: str, other: str) -> bool:
    """Whether one name is the other with words left out or added: "Lula da Silva", "Vladimir V. Putin"."""
    a, b = _words(one), _words(other)
    return (a[0], a[-1]) == (b[0], b[-1]) or set(a) <= set(b) or set(b) <= set(a)


def read_name(
    pieces: Pieces, first: int, particles: frozenset[str], suffixes: frozenset[str], stops: Callable[[int], bool]
) -> Name:
    """The longest run of name words from piece `first` on: capitalised words, initials, particles, joined by hyphens.

    It ends before what is no name word, before a piece where `stops` says so, and after four words. `words` is 0
    when no name begins here. `suffixes` are the small words that follow a name after a hyphen ("Modi-led").
    """
    name = Name(first, first, 0, first, first)
    i = first
    while name.words < _LONGEST:
        start = i
        while pieces.word(i) in particles and pieces.word(i + 1) in (" ", "-"):
            i += 2
        word = pieces.word(i)
        if stops(i) or not _is_name_word(word, name.words):
            break
        i += 1
        if (len(word) == 1 or word in _ENDINGS) and pieces.word(i) == ".":
            i += 1
        if len(word) == 1 and pieces.word(i) != "'" or word in _ENDINGS or set(word) <= _NUMERAL:
            leading = name.words == 0 and name.after == first  # "J. D. Vance" is a first name and a surname
            name = name._replace(after=i, words=name.words + leading)
        else:
            i = _read_joined(pieces, i, suffixes)
            name = Name(first, i, name.words + 1, start, i)
        if pieces.word(i) != " ":
            break
        i += 1
    return name


def _is_name_word(word: str, position: int) -> bool:
    if not word[:1].isupper() or any(c.isdigit() or c == "_" for c in word):
        return False
    if len(word) > 1 and word.isupper() and not set(word) <= _NUMERAL:
        return False  # an acronym
    return position == 0 or len(word) == 1 or not is_plain_word(word)


def _read_joined(pieces: Pieces, i: int, suffixes: frozenset[str]) -> int:
    """The end of a word whose parts are joined by hyphens or apostrophes: Jean-Pierre, O'Brien, Suk-yeol."""
    while pieces.word(i) in ("-", "'"):
        part = pieces.word(i + 1)
        is_part = part[:1].isupper() or (pieces.word(i) == "-" and part.isalpha() and part not in suffixes)
        if len(part) < 2 or not is_part:
            break
        i += 2
    return i
