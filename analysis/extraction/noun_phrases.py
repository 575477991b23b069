"""Noun phrases round a word that says what an actor is: whose country, which organisation, and whether in office.

"the former Kenyan defence minister", "a judge of the Supreme Court of India": from the word in the middle (the head)
the phrase is read to the left and to the right, over pieces, without parsing. It ends at what no such phrase holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from spacy.lang.en.stop_words import STOP_WORDS

from analysis.extraction.countries import CountrySpan
from analysis.extraction.described_text import NOWHERE, Phrase, Span, Text
from analysis.extraction.describing_words import (
    ELECT,
    FORMER,
    HEADED,
    HEADS,
    RULER,
    SENT,
    STAFF,
    STOP,
    DescribingWord,
    Found,
    WordTree,
)
from analysis.extraction.knowledge import Actor

_OWNING = {"the", "a", "an", "its", "his", "her", "their"}
_OPENING = {*_OWNING, "one", "our", "my", "this", "that", "another", "any", "some"}  # may open a phrase
_ADJECTIVES = {"first", "third", "top", "own", "serious", "most", "least", "very", "well"}  # among the stop words
_JOINING = {"of", "for", "from", "in", "at", "to"}  # may follow a head
_WITHIN = {*_JOINING, *_OWNING, "and"}
_STATES = {"Republic", "State", "Federation", "Union", "Kingdom"}
_SEATED = {"based", "headquartered"}
_CLOSING = {*".,;:)–—-\n\"'”", "", "who", "whose", "which", "that", "and", "or", *_SEATED}
_PUBLIC = ("agency", "intergovernmental", "bloc")  # whose staff are officials
_HEADS = {"party": "legislator", **dict.fromkeys(_PUBLIC, "official")}  # else a person
_UNKNOWN = 2  # small words that may stand between a country and the head ("Ukraine's embattled new president")
_REACH = 24  # pieces read to either side


class _Side(NamedTuple):
    """One side of a head: its country, its organisation (an actor's or a noun's type, and the type of its head)."""

    country: CountrySpan | None
    owner: tuple[int, int, Actor] | None
    noun: DescribingWord | None
    out: Span  # the word that says that someone is out of office
    after: int  # where the reading ended
    is_named: bool = False  # whether capitalised words stand in it that are no country's


class NounPhrases:
    """Reads noun phrases. `nouns` are words for organisations, which tell a head's type; `people` are the heads."""

    def __init__(self, words: Iterable[DescribingWord], nouns: WordTree, people: WordTree) -> None:
        words = list(words)
        self._nouns, self._people = nouns, people
        self.out = frozenset(w.phrase.lower() for w in words if w.where == FORMER)
        self.elect = frozenset(w.phrase.lower() for w in words if w.where == ELECT)
        verbs = {w.phrase.lower() for w in words if w.where == STOP}
        self._stops = frozenset(STOP_WORDS | verbs) - self.out - _ADJECTIVES

    def is_stop(self, word: str) -> bool:
        """Whether a small word or sign ends a noun phrase."""
        return word in self._stops or not word[:1].isalnum()

    def read(self, text: Text, head: Found, first: int, limit: int) -> Phrase:
        """The phrase round `head` between pieces `first` and `limit`; a verb ("who heads") needs no "of" behind it."""
        left = self._read_left(text, head, max(first, head.first - _REACH))
        right = self._read_right(text, head, min(limit, head.after + _REACH))
        country = left.country or right.country
        owner = left.owner or right.owner
        span = country[:2] if country else NOWHERE
        code = country.entity_id if country else ""
        if not code and owner and owner[2].country and not (owner is right.owner and head.word.follows == SENT):
            code, span = owner[2].country, owner[:2]
        type_, words = self._type(head.word, left, right), head[:2]
        if (out := left.out if left.out != NOWHERE else right.out) != NOWHERE:
            type_, words = "person", (min(out[0], head.first), max(out[1], head.after))
        return Phrase(type_, code, words if type_ else NOWHERE, span if code else NOWHERE, head.word.follows)

    def end(self, text: Text, head: Found, limit: int) -> int:
        """Where the phrase ends that `head` begins, with "of …" behind it."""
        return self._read_right(text, head, limit).after

    def _type(self, word: DescribingWord, left: _Side, right: _Side) -> str:
        side = left if left.owner or left.noun else right
        type_ = side.owner[2].type if side.owner else side.noun.type if side.noun else ""
        if word.follows == STAFF and type_:
            return "official" if type_ in _PUBLIC else "person"
        if word.follows in (HEADED, RULER) and type_:
            return (side.noun.head if side.noun and not side.owner else "") or _HEADS.get(type_, "person")
        if word.follows == HEADED and word.type == "state_leader" and right.is_named:
            return "person"  # "president of the Example Trust" that no word for organisations explains
        if word.follows == RULER and not (left.country or right.country):
            return "person"
        return word.type

    def _read_left(self, text: Text, head: Found, first: int) -> _Side:
        plain, i = text.plain, head.first - 1
        country = owner = noun = None
        is_possessive, out, unknown = False, NOWHERE, 0
        while i >= first:
            word = plain[i]
            if word in (" ", "-"):
                i -= 1
                continue
            if word == "'" or (word == "s" and plain[i - 1] == "'"):
                is_possessive, unknown = True, 0
                i -= 1 + (word == "s")
                continue
            if span := text.country_at(i):
                if country is None and self._is_of_actor(plain, span, is_possessive, unknown):
                    country = span
                i = span.first - 1
                continue
            if org := text.organisation_at(i):
                owner = owner or (org if not is_possessive or noun is None else None)
                i = org[0] - 1
                continue
            low = word.lower()
            if plain[i - 1] == "-" and i > first + 1 and low not in self.out:  # "democratically-elected"
                i -= 1
            elif low in self.out:
                out = out if is_possessive else (i, i + 1)
            elif low in self._stops or not word[0].isalnum():
                break
            elif noun is None and owner is None and (found := self._nouns.longest(plain, i, head.first)):
                noun = found.word
            elif not word[0].isupper():
                unknown += 1
                if unknown > _UNKNOWN:
                    break
            i -= 1
        return _Side(country, owner, noun, out, i + 1)

    @staticmethod
    def _is_of_actor(plain: Sequence[str], span: CountrySpan, is_possessive: bool, unknown: int) -> bool:
        """Whether the country before a head is the actor's: not that of "Indian-origin", "Turkish-backed"."""
        if plain[span.after] == "-" and plain[span.after + 1][:1].islower():
            return plain[span.after + 1] == "based"
        return unknown == 0 or is_possessive or (span.layer == "demonym" and unknown == 1)

    def _read_right(self, text: Text, head: Found, limit: int) -> _Side:
        plain, i = text.plain, head.after
        if i + 1 < limit and plain[i] in "- " and plain[i + 1].lower() in self.elect:
            return _Side(None, None, None, (i + 1, i + 2), i + 2)
        if i + 1 < limit and plain[i + 1] in _SEATED and plain[i] == " ":
            i += 2
        country = owner = noun = None
        if i + 1 >= limit or plain[i] != " " or (plain[i + 1] not in _JOINING and head.word.where != HEADS):
            return _Side(None, None, None, NOWHERE, i)
        is_sent = head.word.follows == SENT
        reads_country = not is_sent or (head.word.type == "diplomat" and plain[i + 1] == "of")
        i += 1 + 2 * (plain[i + 1] in _JOINING)
        end, unknown, is_named = i - 1, 0, False
        while i < limit:
            word = plain[i]
            if word == " " or (word == "-" and plain[i + 1][:1].isalpha()) or (word == "'" and plain[i - 1].isalpha()):
                i += 1
                continue
            if span := text.country_at(i):
                if country is None and reads_country and self._is_behind(text, span, limit):
                    country = span
                i = end = max(span.after, i + 1)
                continue
            if org := text.organisation_at(i):
                owner, i = owner or org, org[1]
                end = i
                continue
            if word[0].isupper() or word[0].isdigit() or word == "s":
                is_named = is_named or (word[0].isupper() and word not in _STATES)
                if noun is None and word[0].isupper() and (found := self._nouns.longest(plain, i, limit)):
                    noun = found.word
                    reads_country = reads_country or head.word.type == "person"  # "a professor of the University of X"
            elif word in _WITHIN:
                reads_country = reads_country and word != "to"
            elif word in self._stops or not word[0].isalpha():
                break
            elif found := self._nouns.longest(plain, i, limit):
                noun, i = noun or found.word, found.after
                end = i
                continue
            else:
                unknown += 1
                if unknown > _UNKNOWN:
                    break
            i += 1
            end = i
        if country is None and reads_country and end + 2 < limit and plain[end] == ",":
            span = text.country_at(end + 2)  # "mayor of Springfield, Ohio"
            country = span if span and span.first == end + 2 and span.layer != "demonym" else None
        return _Side(country, owner, noun, NOWHERE, end, is_named)

    def _is_behind(self, text: Text, span: CountrySpan, limit: int) -> bool:
        """Whether a country behind a head is the actor's: not that of "Russian history", "Turkish-backed fighters"."""
        plain, i = text.plain, span.after
        if i + 1 < limit and plain[i] == "-" and plain[i + 1][:1].islower():
            return False
        if span.layer != "demonym":
            return True
        if i + 1 >= limit or plain[i] != " ":
            return False
        trees = (self._nouns, self._people)
        return plain[i + 1][:1].isupper() or any(tree.longest(plain, i + 1, limit) for tree in trees)


def is_closing(word: str) -> bool:
    """Whether a piece may stand behind a phrase that explains a name: a sign, or the beginning of a clause."""
    return word in _CLOSING


def opens_phrase(word: str) -> bool:
    return word.lower() in _OPENING
