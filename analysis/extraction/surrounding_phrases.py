"""The phrases round a name that say what its bearer is: before it, behind it, and parted from it by a comma."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.extraction.described_text import NOWHERE, Phrase, Text
from analysis.extraction.describing_words import (
    AGENCY,
    BEFORE,
    BEHIND,
    ELECT,
    FORMER,
    HEADS,
    KIN,
    DescribingWord,
    Found,
    WordTree,
    read_titles,
)
from analysis.extraction.noun_phrases import NounPhrases, is_closing, opens_phrase

_WINDOW = 30  # pieces before a name in which its title is looked for, and behind it what explains it
_NEAR = 16  # the same where no comma is near
_BREAKS = frozenset('\n!?;:()“”"')  # where reading before a name begins
_GAPS = ([" "], [" ", "“"], [" ", '"'], [" ", "the", " "])  # "the newspaper the X"
_AFTER_NAME = frozenset(",.;:)–—'\n") | {""}  # what may follow "The minister, X"


class SurroundingPhrases:
    """Reads what stands round names. `words` are the rows of data/descriptions.csv, `titles` of data/titles.csv."""

    def __init__(self, words: Sequence[DescribingWord], titles: Mapping[str, str]) -> None:
        organisations = [w for w in words if w.kind == "organisation"]
        nouns = [w for w in organisations if w.where == BEFORE and w.follows != AGENCY]
        inside = [w for w in organisations if w.where not in (BEFORE, BEHIND)]
        out_of_office = [w.phrase.lower() for w in words if w.where in (FORMER, ELECT)]
        people = [w for w in words if w.kind == "person" and w.where == BEFORE]
        people += read_titles(titles, out_of_office)
        self._heads = {
            "person": WordTree(people),
            "organisation": WordTree(w for w in organisations if w.where == BEFORE),
        }
        self._phrases = NounPhrases(words, WordTree([*nouns, *inside]), self._heads["person"])
        self._behind = {k: WordTree(w for w in words if w.where == BEHIND and w.kind == k) for k in self._heads}
        self._heading = WordTree(w for w in words if w.where == HEADS)
        self._dotted = {part.split()[-1] for w in people for part in w.phrase.split(".")[:-1] if part.split()}

    def read(self, text: Text, first: int, after: int, kind: str) -> list[Phrase | None]:
        """What the phrases say that stand right before the name at pieces `first` up to `after`, behind it, before it
        with a comma, and before it as its owner; None for those that are not there."""
        start = self._begin(text.plain, first)
        is_parted = "," in text.plain[max(first - _NEAR, 0) : first]
        near = start if is_parted else max(start, first - _NEAR)
        found = self._heads[kind].find(text.plain, near, first)
        name = first
        while found and not found[-1].word.type and found[-1].after >= name - 1:  # "the minister, Mr X"
            name = found.pop().first
        before = self._read_before(text, found, start, name)
        behind = self._read_behind(text, after, kind)
        comma = None if before and before.type else self._read_comma(text, found, start, name, after)
        return [before, behind, comma, self._read_owner(text, first)]

    def _begin(self, plain: Sequence[str], first: int) -> int:
        """Where reading before a name begins: at a sentence's begin, a bracket or quote, or `_WINDOW` pieces before."""
        least = max(first - _WINDOW, 0)
        for i in range(first - 1, least - 1, -1):
            word = plain[i]
            is_quote = i == first - 1 and word in '“"'  # the bank "X"
            if word in _BREAKS and not is_quote and not (word == "." and self._is_abbreviation(plain, i)):
                return i + 1
        return least

    def _is_abbreviation(self, plain: Sequence[str], dot: int) -> bool:
        word = plain[dot - 1] if dot else ""
        return len(word) == 1 or word in self._dotted or plain[dot + 1] != " "

    def _read_before(self, text: Text, found: list[Found], start: int, name: int) -> Phrase | None:
        """The phrase that ends right before the name, its head next to it or with "of …" between."""
        plain = text.plain
        if not found:
            return None
        head = found[-1]
        gap = plain[head.after : name]
        if gap[:1] == ["-"] and gap[1].lower() in self._phrases.elect:  # "Defence Minister-designate X"
            gap = gap[2:]
        if gap in _GAPS:
            return self._phrases.read(text, head, start, name)
        if gap[-1:] == [" "] and head.word.follows != KIN and head.word.type != "person":
            end = self._phrases.end(text, head, name - 1)
            last = text.country_at(name - 2)
            is_whole = not self._phrases.is_stop(plain[name - 2]) and not (last and last.layer == "demonym")
            if end == name - 1 and is_whole:
                return self._phrases.read(text, head, start, name - 1)
        return None

    def _read_comma(self, text: Text, found: list[Found], start: int, name: int, after: int) -> Phrase | None:
        """The phrase that a comma parts from the name behind it: "The Russian defence minister, X, said"."""
        plain = text.plain
        if plain[max(name - 2, 0) : name] == ["the", " "]:  # "the ruling junta, the X, said"
            name -= 2
        if name < 2 or plain[name - 1] != " " or plain[name - 2] != "," or not found:
            return None
        closing = plain[after] if after < len(plain) else ""
        if closing not in _AFTER_NAME:
            return None
        comma, head = name - 2, found[-1]
        for earlier in reversed(found[:-1]):  # "a spokesman for the president, X": the spokesman
            if self._phrases.end(text, earlier, comma) < head.first or not earlier.word.type:
                break
            head = earlier
        if head.after != comma and self._phrases.end(text, head, comma) != comma:
            return None
        return self._phrases.read(text, head, start, comma)

    def _read_behind(self, text: Text, after: int, kind: str) -> Phrase | None:
        """What explains the name behind it."""
        plain, size = text.plain, len(text.plain)
        limit = min(after + _WINDOW, size)
        if after + 1 >= size:
            return None
        sign, i = plain[after], after + 1
        if sign == " " and plain[i] == "(":
            return self._read_brackets(text, i + 1, kind)
        if sign == " " and (found := self._behind[kind].longest(plain, i, limit)):
            return Phrase(found.word.type, "", found[:2], NOWHERE)
        if sign == " " and plain[i] in ("of", "from"):
            return self._read_origin(text, i, limit)
        if sign == " " and plain[i] in ("–", "—", "-", "is", "was"):
            verb = plain[i] in ("is", "was")
            i += 2
            if i >= size or (verb and not (opens_phrase(plain[i]) or text.country_at(i))):
                return None
        elif sign == "," and plain[i] == " ":
            i += 1
            if i + 2 < size and plain[i].isdigit():  # an age
                i += 3 if plain[i + 1] == "," else 1
        else:
            return None
        return self._read_apposition(text, i, limit, kind) if i < limit else None

    def _read_apposition(self, text: Text, i: int, limit: int, kind: str) -> Phrase | None:
        plain, start, head, unknown = text.plain, i, None, 0
        if found := self._heading.longest(plain, i, limit):
            return self._phrases.read(text, found, found.first, limit)
        if plain[i] == "who" and i + 4 < limit and plain[i + 2] in ("is", "was"):
            i = start = i + 4
        if plain[i] in ("of", "from"):
            return self._read_origin(text, i, limit)
        while i < limit and opens_phrase(plain[i]):
            i += 2
        while i < limit:
            word = plain[i]
            if word == " " or (word == "-" and i + 1 < limit and plain[i + 1] != " "):
                i += 1
            elif word == "'" and i + 1 < limit and plain[i + 1] in ("s", " "):
                head, i = None, i + 1 + (plain[i + 1] == "s")
            elif found := self._heads[kind].longest(plain, i, limit):
                head, i = (found if found.word.type else None), found.after
            elif span := text.country_at(i) or text.organisation_at(i):
                i = max(span[1], i + 1)
            elif word.lower() in self._phrases.out:
                i += 1
            elif is_closing(word) or self._phrases.is_stop(word.lower()):
                break
            else:
                unknown += not word[0].isupper()
                if unknown > 4:
                    return None
                i += 1
        else:
            return None if limit < len(plain) else self._close(text, head, start, limit, limit)
        return self._close(text, head, start, i, limit)

    def _close(self, text: Text, head: Found | None, start: int, i: int, limit: int) -> Phrase | None:
        """The phrase of `head` if nothing but a space parts it from piece `i`, and what stands there may follow it."""
        plain = text.plain
        if head is None or (head.after != i and not (head.after == i - 1 and plain[i - 1] == " ")):
            return None
        word = plain[i] if i < len(plain) else ""
        if not is_closing(word) and word not in ("of", "for", "from", "in", "at", "to", "with", "on", "since", "by"):
            return None
        return self._phrases.read(text, head, start, limit)

    def _read_brackets(self, text: Text, i: int, kind: str) -> Phrase | None:
        """ "X (BJP)", "X (D-Texas)", "X (Kenya)": the party or country in brackets."""
        plain = text.plain
        for at in range(i, min(i + 8, len(plain))):
            if plain[at] == ")":
                break
            if span := text.country_at(at):
                return Phrase("", span.entity_id, NOWHERE, span[:2])
            if org := text.organisation_at(at):
                is_party = kind == "person" and org[2].type == "party"
                return Phrase(
                    "legislator" if is_party else "",
                    org[2].country if kind == "person" else "",
                    org[:2] if is_party else NOWHERE,
                    org[:2] if kind == "person" and org[2].country else NOWHERE,
                )
        return None

    def _read_origin(self, text: Text, i: int, limit: int) -> Phrase:
        """ "X of Kenya", "X from the Nigerian Army"."""
        return self._phrases.read(text, Found(i - 1, i - 1, DescribingWord("", "", "", BEFORE)), i - 1, limit)

    def _read_owner(self, text: Text, first: int) -> Phrase | None:
        """ "Kenya's X", "Kenyan X": a country right before the name."""
        plain, i = text.plain, first - 2
        if i < 0 or plain[first - 1] != " ":
            return None
        owns = plain[i] == "s" and plain[i - 1] == "'"
        if plain[i - 1] == "-" and plain[i].islower():
            if plain[i] == "based":  # "the Nairobi-based X"
                owns = True
            elif i > 4 and plain[i - 2].islower():  # "Turkey's state-run X"
                i -= 4
                owns = plain[i] == "s" and plain[i - 1] == "'"
        span = text.country_at(i - 2 if owns else i)
        if span and span.after == (i - 1 if owns else i + 1) and (owns or span.layer == "demonym"):
            return Phrase("", span.entity_id, NOWHERE, span[:2])
        return None
