"""What the words of an organisation's own name say: "Ministry of Health", "Bank of Ghana", "Kenya Airways"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analysis.extraction.described_text import NOWHERE, Phrase, Text
from analysis.extraction.describing_words import ANY, FIRST, LAST, DescribingWord, Found, WordTree

_SMALL = {
    "of",
    "for",
    "on",
    "in",
    "against",
    "to",
    "de",
    "des",
    "du",
    "da",
    "do",
    "del",
    "della",
    "y",
}  # after these a name has no head


class OrganisationNames:
    """Reads names; a word counts where its row says it stands in the name."""

    def __init__(self, words: Iterable[DescribingWord]) -> None:
        words = list(words)
        self._trees = {where: WordTree(w for w in words if w.where == where) for where in (FIRST, LAST, ANY)}

    def read(self, text: Text, first: int, after: int) -> Phrase:
        """Type and country of the name at pieces `first` up to `after`.

        The last word before "of" tells most, then the last word, the first, any other; but a longer phrase at the begin
        goes before ("Bank of Ghana" is no company, "International Court of Justice" no country's).
        """
        country = self._country(text, first, after)
        code, span = (country.entity_id, country[:2]) if country else ("", NOWHERE)
        return Phrase(self._type(text.plain, first, after), code, NOWHERE, span)

    def _type(self, plain: Sequence[str], first: int, after: int) -> str:
        if plain[first].lower() == "the" and first + 2 < after:
            first += 2
        begin = self._trees[FIRST].longest(plain, first, after)
        end = self._end(plain, first, after)
        if end and (not begin or end.after - end.first >= begin.after - begin.first):
            return end.word.type
        if begin:
            return begin.word.type
        any_word = self._trees[ANY].find(plain, first, after)
        return any_word[0].word.type if any_word else ""

    def _end(self, plain: Sequence[str], first: int, after: int) -> Found | None:
        """The longest phrase that ends before "of", else the one that ends the name."""
        head_end = next((i - 1 for i in range(first + 1, after) if plain[i] in _SMALL), after)
        for end in dict.fromkeys((head_end, after)):
            for found in self._trees[LAST].find(plain, first, end, nested=True):
                if found.after == end:
                    return found
        return None

    @staticmethod
    def _country(text: Text, first: int, after: int):
        """The name's country: not that of a language ("BBC Persian"), nor one of two ("US-China Council")."""
        plain, i, found = text.plain, first, None
        while i < after and plain[i] != "(":
            span = text.country_at(i)
            if not span:
                i += 1
                continue
            i = max(span.after, i + 1)
            is_inside = first <= span.first and span.after <= after
            is_language = span.layer == "demonym" and span.after == after and span.first > first
            if not is_inside or is_language:
                continue
            if span.after < after and plain[span.after] == "-":
                if plain[span.after + 1][:1].isupper():
                    return None
                continue
            found = found or span
        return found
