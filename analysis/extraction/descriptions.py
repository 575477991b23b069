"""What an actor is: type and country of a person or organisation in one article, from the words round its names.

Read in this order: the title or noun before the name ("Russian Defence Minister X", "the Kenyan bank X"), what explains
it behind ("X, a judge of the Supreme Court of India,", "X (BJP)", "X newspaper"), the phrase before a comma ("Kenya's
ambassador to Egypt, X,"). Of an organisation the words of the name itself go before all but the noun right before it.
The type is what someone is at the time of writing: who was president or is only elected is a `person`, as is whoever
speaks for or leads what is no public body; a deputy, a vice and an acting minister are of their minister's type. The
country is the one an actor belongs to, not one it is posted to, born in or backed by.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from analysis.extraction.countries import CountrySpan
from analysis.extraction.described_text import NOWHERE, Phrase, Span, Text
from analysis.extraction.describing_words import AGENCY, ANY, FIRST, LAST, WEAK, DescribingWord
from analysis.extraction.knowledge import Actor
from analysis.extraction.matcher import Pieces
from analysis.extraction.organisation_names import OrganisationNames
from analysis.extraction.surrounding_phrases import SurroundingPhrases


class Description(NamedTuple):
    """What one mention says: "" where the words tell nothing. Evidence is (first piece, the one after the last).

    It is (0, 0) where there is none, and for a type that the name itself tells."""

    type: str
    country: str
    type_words: Span = NOWHERE
    country_words: Span = NOWHERE


class Describer:
    """Describes mentions. `words` are the rows of data/descriptions.csv, `titles` those of data/titles.csv."""

    def __init__(self, words: Iterable[DescribingWord], titles: Mapping[str, str]) -> None:
        words = list(words)
        self._around = SurroundingPhrases(words, titles)
        self._names = OrganisationNames(w for w in words if w.kind == "organisation" and w.where in (FIRST, LAST, ANY))

    def describe(
        self,
        pieces: Pieces,
        first: int,
        after: int,
        kind: str,
        countries: Sequence[CountrySpan],
        organisations: Sequence[tuple[int, int, Actor]],
    ) -> Description:
        """The description of the mention at pieces `first` up to `after`, of `kind` person or organisation.

        `countries` and `organisations` (those of the dictionary) are the article's, in text order, without overlap.
        Constant time but for finding a mention's neighbours among them, which takes the logarithm of their number.
        """
        text = Text(pieces.plain, countries, organisations)
        if kind == "organisation":
            return self._describe_organisation(text, first, after)
        return _join([phrase for phrase in self._around.read(text, first, after, kind) if phrase])

    def _describe_organisation(self, text: Text, first: int, after: int) -> Description:
        before, *others = self._around.read(text, first, after, "organisation")
        name = self._names.read(text, first, after)
        if before and before.follows == AGENCY and name.type != "agency":  # "Turkish-backed" tells of armies only
            before = None
        if before and before.follows == WEAK:
            others, before = [before, *others], None
        ordered = [p for p in (before, name, *others) if p]
        joined = _join(ordered)
        if name.country:  # the name's own country is surer than that of the phrase before it
            joined = joined._replace(country=name.country, country_words=name.country_words)
        return joined

    @staticmethod
    def choose(described: Sequence[Description]) -> Description:
        """The description that all mentions of one actor in an article give together.

        Type and country are settled apart. Each mention that says one has one voice, the most frequent wins, and of
        equals the one said first, for it is there that an article introduces its people. The evidence is that of the
        first mention that says it.
        """
        type_ = _most([(d.type, d.type_words) for d in described])
        country = _most([(d.country, d.country_words) for d in described])
        return Description(type_[0], country[0], type_[1], country[1])


def type_in_office(actor: Mapping[str, str], day: date | None) -> str:
    """The type of a row of data/actors.csv on a day: its own while in office, `person` for a person out of it.

    `since` and `until` are days, months or years, both within the office; who lacks one of them, and an article without
    a day, leave the type as it is.
    """
    since, until, written = actor.get("since", ""), actor.get("until", ""), day.isoformat() if day else ""
    if actor["kind"] != "person" or not (since and until and written):
        return actor["type"]
    return actor["type"] if written[: len(since)] >= since and written[: len(until)] <= until else "person"


def _join(phrases: Sequence[Phrase]) -> Description:
    """The first type and the first country that any of these says."""
    type_ = country = ""
    type_words = country_words = NOWHERE
    for phrase in phrases:
        if phrase.type and not type_:
            type_, type_words = phrase.type, phrase.type_words
        if phrase.country and not country:
            country, country_words = phrase.country, phrase.country_words
    return Description(type_, country, type_words, country_words)


def _most(said: Sequence[tuple[str, Span]]) -> tuple[str, Span]:
    counts = Counter(value for value, _ in said if value)
    if not counts:
        return "", NOWHERE
    chosen = counts.most_common(1)[0][0]  # of equals the first counted
    return chosen, next(words for value, words in said if value == chosen)
