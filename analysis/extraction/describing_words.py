"""The words that say what an actor is: the rows of data/descriptions.csv and the titles, found in a text's pieces."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from analysis.errors import InputProblem
from analysis.extraction.matcher import Pieces
from analysis.tables import ACTOR_KINDS

DATA = Path(__file__).parents[2] / "data"
COLUMNS = ("phrase", "kind", "type", "where", "follows", "head")
BEFORE, BEHIND, HEADS, FORMER, ELECT, STOP = "before", "behind", "heads", "former", "elect", "stop"
FIRST, LAST, ANY = "inside-first", "inside-last", "inside-any"
_WHERE = (BEFORE, BEHIND, HEADS, FORMER, ELECT, STOP, FIRST, LAST, ANY)
# What the phrase's meaning follows; see data/README.md.
HEADED, RULER, STAFF, SENT, KIN, WEAK, AGENCY = "headed", "ruler", "staff", "sent", "kin", "weak", "agency"
_FOLLOWS = ("", HEADED, RULER, STAFF, SENT, KIN, WEAK, AGENCY)
_END = None  # the key of a node's words; pieces are text, so it cannot clash


class DescribingWord(NamedTuple):
    """One row of data/descriptions.csv. Capitals and courtesies ("Mr": no type) are found as written only."""

    phrase: str
    kind: str
    type: str
    where: str
    follows: str = ""
    head: str = ""  # of an organisation: the type of the person at its head

    @property
    def is_as_written(self) -> bool:
        return self.phrase.isupper() or (self.where == BEFORE and not self.type)


class Found(NamedTuple):
    """A word at pieces `first` up to but not including `after`."""

    first: int
    after: int
    word: DescribingWord


def read_describing_words(directory: str | Path = DATA) -> tuple[DescribingWord, ...]:
    """The rows of `directory`/descriptions.csv; InputProblem names the line of what cannot be used."""
    path = Path(directory) / "descriptions.csv"
    if not path.is_file():
        raise InputProblem(f"The knowledge file {path} is missing.", "Restore it from the repository.")
    words = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
        if missing:
            raise InputProblem(f"{path} has no column {missing[0]}.", f"Its header needs {', '.join(COLUMNS)}.")
        for row in reader:
            word = DescribingWord(*((row[column] or "").strip() for column in COLUMNS))
            for column, allowed in (("where", _WHERE), ("follows", _FOLLOWS), ("kind", ("", *ACTOR_KINDS))):
                if getattr(word, column) not in allowed:
                    wrong = f"{path}, line {reader.line_num}: there is no {column} {getattr(word, column)!r}."
                    raise InputProblem(wrong, f"Use one of {', '.join(filter(None, allowed))}.")
            if not word.phrase:
                raise InputProblem(f"{path}, line {reader.line_num}: phrase is empty.", "Write it or delete the row.")
            words.append(word)
    return tuple(words)


def read_titles(titles: Mapping[str, str], out_of_office: Iterable[str]) -> list[DescribingWord]:
    """The titles of data/titles.csv as describing words; one with a word such as "former" gives a person."""
    out, words = set(out_of_office), []
    for title, type_ in titles.items():
        is_out = not out.isdisjoint(title.lower().replace("-", " ").split())
        kept = "person" if is_out else type_
        words.append(DescribingWord(title, "person", kept, BEFORE, SENT if kept == "diplomat" else ""))
    return words


class WordTree:
    """Describing words by their pieces. Of words of one phrase, one found as written goes before, then the first."""

    def __init__(self, words: Iterable[DescribingWord]) -> None:
        self._root: dict = {}
        for word in words:
            node = self._root
            for piece in Pieces(word.phrase).plain:
                node = node.setdefault(piece.lower(), {})
            node[_END] = (*node.get(_END, ()), word)

    def longest(self, plain: Sequence[str], first: int, limit: int) -> Found | None:
        """The longest phrase that begins at piece `first` and ends by piece `limit`."""
        node, found = self._root.get(plain[first].lower()), None
        i = first + 1
        while node is not None:
            if _END in node and (word := _choose(node[_END], plain, first, i)):
                found = Found(first, i, word)
            if i >= limit:
                break
            node = node.get(plain[i].lower())
            i += 1
        return found

    def find(self, plain: Sequence[str], first: int, limit: int, nested: bool = False) -> list[Found]:
        """The longest phrases from piece `first` to `limit`, from left to right; without overlap unless `nested`."""
        found, after, root = [], first, self._root
        for i, word in enumerate(plain[first:limit], first):
            if (nested or i >= after) and word.lower() in root and (match := self.longest(plain, i, limit)):
                found.append(match)
                after = match.after
        return found


def _choose(words: tuple[DescribingWord, ...], plain: Sequence[str], first: int, after: int) -> DescribingWord | None:
    written = None
    for word in words:
        if word.is_as_written:
            written = written or "".join(plain[first:after])
            if written == word.phrase:
                return word
    return next((word for word in words if not word.is_as_written), None)
