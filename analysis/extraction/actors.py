"""Actors in one article, read in three steps.

1. Full forms (names and safe aliases of the dictionary) count anywhere.
2. A title makes a short form count ("President Putin" is Vladimir Putin) and a new person of an unknown full name
   ("Judge Ana Example"); an organisation's name makes the acronym in brackets behind it count.
3. Short forms of whoever was found count in the whole article, also before: a headline says "Putin" first.
   A surname that two of them bear counts only behind a title or country that fits just one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from analysis.extraction.actor_dictionary import ActorDictionary, fits_country
from analysis.extraction.countries import CountrySpan
from analysis.extraction.knowledge import Actor
from analysis.extraction.lines import Lines
from analysis.extraction.matcher import Forms, Match, Pieces, select_longest
from analysis.extraction.names import fold, is_plain_word, read_name, surname_of
from analysis.extraction.titles import Title, find_titles

# Set by judgement, for sorting and filtering rather than as a chance.
FULL, ONE_WORD, TITLED_SHORT, TITLED_UNKNOWN, ACRONYM, SHORT = 1.0, 0.9, 0.9, 0.8, 0.8, 0.7
_ANY_TYPE = ("", "person")  # of a title such as "Mr.", and of people who are out of office

Place = tuple[int, int]  # first piece, and the one after the last


class ActorSpan(NamedTuple):
    """An actor at pieces `first` up to but not including `after`."""

    first: int
    after: int
    entity_id: str
    kind: str
    layer: str
    confidence: float
    rule: str = "dictionary"  # a key of RULES


class Article(NamedTuple):
    """What is read of an article before its actors."""

    pieces: Pieces
    lines: Lines
    countries: Sequence[CountrySpan]
    begins_sentence: Callable[[int], bool]  # of a piece


def find_actors(article: Article, dictionary: ActorDictionary) -> tuple[list[ActorSpan], dict[str, Actor]]:
    """Every actor without overlap (longest form, then earliest) in text order, and the actors found by id."""
    reading = _Reading(article, dictionary)
    reading.take_all()
    spans = select_longest(reading.spans, len(article.pieces.words))
    return spans, {span.entity_id: reading.found[span.entity_id] for span in spans}


class _Reading:
    """One article being read: the actors found so far, and the pieces they cover."""

    def __init__(self, article: Article, dictionary: ActorDictionary) -> None:
        self.article, self.dictionary, self.pieces = article, dictionary, article.pieces
        self.found: dict[str, Actor] = {}
        self.spans: list[ActorSpan] = []
        self.covered = bytearray(len(article.pieces.words) + 1)

    def take_all(self) -> None:
        matches = self.dictionary.find_forms(self.pieces, self.article.lines.capitals)
        self.take_full_forms([match for match in matches if len(_ids(match, full=True)) == 1])
        titles = find_titles(self.pieces, self.dictionary.titles, self.article.countries)
        titles = [title for title in titles if not self.covered[title.name]]
        shorts = defaultdict(dict)  # place -> the actors it may be, by id
        for match in matches:
            shorts[match.first, match.after] |= {i: self.dictionary.actors[i] for i, _ in match.values}
        for place, person in self.take_new_people(self.read_new_people(titles)):
            shorts[place][person.entity_id] = person
        self.take_titled_shorts(titles, shorts)
        self.take_shorts(shorts)

    def take(self, first: int, after: int, actor: Actor, layer: str, confidence: float, rule: str) -> None:
        self.spans.append(ActorSpan(first, after, actor.entity_id, actor.kind, layer, confidence, rule))
        self.found.setdefault(actor.entity_id, actor)
        self.covered[first:after] = b"\1" * (after - first)

    def is_free(self, place: Place) -> bool:
        return not any(self.covered[place[0] : place[1]])

    def take_full_forms(self, matches: Sequence[Match]) -> None:
        """Names and safe aliases, each of one actor; an acronym that the article itself explains goes before them."""
        matches = select_longest(matches, len(self.pieces.words))
        actors = [self.dictionary.actors[_ids(match, full=True)[0]] for match in matches]
        explained = dict(reversed(list(self.read_acronyms(matches, actors))))  # the first explanation stands
        for i, word in enumerate(self.pieces.words) if explained else ():
            if word in explained:
                self.take(i, i + 1, explained[word], "alias", ACRONYM, "acronym_explained")
        for match, actor in zip(matches, actors, strict=True):
            if self.is_free(match[:2]):
                confidence = FULL if match.after - match.first > 1 else ONE_WORD
                self.take(*match[:2], actor, "name", confidence, "dictionary")

    def read_acronyms(self, matches: Sequence[Match], actors: Sequence[Actor]) -> Iterator[tuple[str, Actor]]:
        """Acronym and organisation wherever the organisation's name is followed by an acronym in brackets."""
        word = self.pieces.word
        for match, actor in zip(matches, actors, strict=True):
            acronym, bracketed = word(match.after + 2), [word(match.after + i) for i in (0, 1, 3)] == [" ", "(", ")"]
            is_acronym = bracketed and 1 < len(acronym) < 11 and acronym.isupper()
            if is_acronym and actor.kind == "organisation" and acronym not in actor.aliases:
                yield acronym, actor

    def read_new_people(self, titles: Sequence[Title]) -> dict[str, tuple[Actor, str]]:
        """Full name as written -> person and surname, for every name of two words or more behind a title.

        In a headline capitals do not show where a name ends, so none is read there.
        """
        people: dict[str, tuple[Actor, str]] = {}
        no_name = {s.first for s in self.article.countries if s.after - s.first > 1 or s.layer == "demonym"}
        no_name |= {title.first for title in titles}
        for title in titles:
            name = read_name(
                self.pieces,
                title.name,
                self.dictionary.particles,
                self.dictionary.suffixes,
                lambda i: bool(self.covered[i]) or i in no_name,
            )
            if name.words > 1 and not self.article.lines.is_headline(title.name):
                written = self.pieces.text(name.first, name.after)
                if written not in people or not people[written][0].country:
                    surname = self.pieces.text(name.surname, name.surname_after)
                    people[written] = self.dictionary.identify(written, title), surname
        return people

    def take_new_people(self, people: Mapping[str, tuple[Actor, str]]) -> Iterator[tuple[Place, Actor]]:
        """Take these people's full names wherever they stand; yield where their surnames do."""
        forms = Forms()
        for written, (person, surname) in people.items():
            forms.add(written, (person, True))
            if not is_plain_word(surname):
                forms.add(surname, (person, False))
        for match in forms.find(self.pieces) if people else ():
            for person, is_full in match.values:
                if is_full and self.is_free(match[:2]):
                    self.take(*match[:2], person, "name", TITLED_UNKNOWN, "title")
                elif not is_full:
                    yield match[:2], person

    def take_titled_shorts(self, titles: Sequence[Title], shorts: Mapping[Place, Mapping[str, Actor]]) -> None:
        """A short form or surname behind a title: whoever fits it, one of those already found before others."""
        at = {first: (first, after) for first, after in sorted(shorts)}  # the longest
        for title in titles:
            place = at.get(title.name, (title.name, title.name + 1))
            if not self.is_free(place):
                continue
            written = self.pieces.text(*place)
            named = [*shorts.get(place, {}).values()]
            named = named or [
                a for a in self.found.values() if a.kind == "person" and surname_of(a.name) == fold(written)
            ]
            chosen = [a for a in named if a.entity_id in self.found and fits_country(a, title)]
            chosen = chosen or [a for a in named if _fits(a, title)]
            if title.type not in _ANY_TYPE:
                chosen = [a for a in chosen if a.type == title.type] or chosen
            if len(chosen) == 1 and chosen[0].kind == "person":
                self.take(*place, chosen[0], "alias", TITLED_SHORT, "title")

    def take_shorts(self, shorts: Mapping[Place, Mapping[str, Actor]]) -> None:
        """The short forms of actors already found, where they can be no one else's and no country's."""
        bearers = Counter(surname_of(a.name) for a in self.found.values() if a.kind == "person")
        known_ends = {s.after for s in (*self.spans, *self.article.countries)}
        for place, actors in shorts.items():
            found = [a for entity_id, a in actors.items() if entity_id in self.found]
            if len(found) != 1 or not self.is_free(place):
                continue
            surface = self.pieces.text(*place)
            shared = bearers[surname_of(surface)] > 1
            if not shared and not self.dictionary.is_country(surface) and not self.is_other_name(place, known_ends):
                rule = "surname" if found[0].kind == "person" else "short_form"
                self.spans.append(ActorSpan(*place, found[0].entity_id, found[0].kind, "alias", SHORT, rule))

    def is_other_name(self, place: Place, known_ends: set[int]) -> bool:
        """Whether the short form here is part of someone else's name: "Jill Biden" is not Joe.

        A capitalised word before it is taken for a first name unless it opens the sentence or is known as
        something else; a known first name always is.
        """
        word, before = self.pieces.word, place[0] - 2
        if word(before + 1) != " " or before + 1 in known_ends:
            return False
        if word(before) == ".":  # an initial
            return len(word(before - 1)) == 1 and word(before - 1).isupper() and word(before - 2) != "."
        name = word(before)
        if not name[:1].isupper() or name.isupper() or is_plain_word(name):
            return False
        if name in self.dictionary.first_names:
            return True
        return not self.article.begins_sentence(before) and not self.article.lines.is_headline(before)


def _ids(match: Match, full: bool) -> list[str]:
    return [entity_id for entity_id, is_full in match.values if is_full == full]


def _fits(actor: Actor, title: Title) -> bool:
    """Whether someone the article has not named in full may be meant: the same office, a former one, or its country."""
    same_office = title.type in _ANY_TYPE or actor.type in (title.type, *_ANY_TYPE)
    return fits_country(actor, title) and (same_office or title.country == actor.country != "")
