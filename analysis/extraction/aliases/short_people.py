"""Names of people that are not full: whose surname, given name, nickname or initials they are in this article."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Collection, Mapping, Sequence

from analysis.extraction.actor_dictionary import ActorDictionary
from analysis.extraction.aliases.known_actors import known_actors
from analysis.extraction.aliases.merges import NamedActor
from analysis.extraction.aliases.name_keys import surname_key
from analysis.extraction.aliases.name_knowledge import plain
from analysis.extraction.aliases.person_match import match_people
from analysis.extraction.aliases.person_names import PersonName, honorific_of, read_person_name
from analysis.extraction.aliases.roster import MOST_BEARERS, Person, Roster
from analysis.extraction.aliases.short_names import goes_by_given, surnames_of
from analysis.extraction.knowledge import Actor
from analysis.extraction.matcher import Pieces
from analysis.extraction.names import fold


class ShortNames:
    """The names that `chosen` does not hold yet; `take_all` puts them in.

    A surname that several bear goes to whom its title, or the country before it, fits alone; else to the one whom the
    dictionary has found and knows by it; else to the one named in full last before it, or first after it.
    """

    def __init__(
        self,
        names: Sequence[NamedActor],
        forms: Sequence[PersonName],
        roster: Roster,
        dictionary: ActorDictionary,
        explained: Mapping[str, str],
        chosen: dict[int, tuple[Person, str]],
    ) -> None:
        self.names, self.forms, self.roster, self.chosen = names, forms, roster, chosen
        self.dictionary, self.known = dictionary, known_actors(dictionary)
        for person in roster.people:
            person.places.sort()
        self.explained = {plain(acronym): read_person_name(long) for acronym, long in explained.items()}

    def take_all(self) -> None:
        """Surnames first, since a given name alone is believed of whom the article does not call by the surname."""
        for take in (self.take_surname, self.take_other, self.take_given_name, self.take_alone):
            for i, form in enumerate(self.forms):
                if i not in self.chosen:
                    take(i, form)

    def take(self, i: int, person: Person, rule: str) -> None:
        self.chosen[i] = person, rule
        person.add_title(self.names[i].title or self.forms[i].title)
        person.country = person.country or self.names[i].country

    def take_surname(self, i: int, form: PersonName) -> None:
        bare = read_person_name(form.text, True)
        if bare.words != form.words and (self.roster.bearers(bare) or self.roster.given(bare.family)):
            form = bare
        title = honorific_of(self.names[i].title or form.title)
        if title.takes_given and (people := self.roster.given(form.family)) and (person := self.choose(i, people)):
            person.by_given = True
            return self.take(i, person, "given_name")
        people = self.roster.bearers(form)
        if title.gender and len(people) <= MOST_BEARERS:
            people = [p for p in people if not p.genders or title.gender in p.genders]
        if people and (person := self.choose(i, people)):
            self.take(i, person, _rule(form, person))
            person.by_surname = True
        return None

    def choose(self, i: int, people: Collection[Person]) -> Person | None:
        """The one of several whom title or country fit; whom the dictionary calls so, and has found it does not say
        where; or whose full name is nearest, those before first. None of more than MOST_BEARERS: it tells too little.
        """
        if len(people) > MOST_BEARERS:
            return None
        people = list(people)
        country, title = self.names[i].country, self.names[i].title or self.forms[i].title
        told = fold(title) if title and not honorific_of(title).gender else ""
        type_ = self.type_of(title)
        tests: list[Callable[[Person], bool]] = [
            lambda p: told != "" and told in p.titles,
            lambda p: type_ != "" and p.actor is not None and p.actor.type == type_,
            lambda p: country != "" and p.country == country,
            lambda p: title != "" and fold(title) in p.titles,
        ]
        for test in tests:
            if len(people) > 1:
                people = [p for p in people if test(p)] or people
        word = fold(self.forms[i].text)
        called = [p for p in people if p.actor and not p.places and word in map(fold, _short_forms(p.actor))]
        if len(people) == 1 or len(called) == 1:
            return called[0] if called else people[0]
        near = [(j < i, j if j < i else -j, p) for p in people for j in _around(i, p.places)]
        return max(near, key=lambda n: n[:2])[2] if near else None

    def type_of(self, title: str) -> str:
        """The type of people that the dictionary gives a title."""
        match = self.dictionary.titles.longest(Pieces(title), 0) if title else None
        return match.values[0] if match and match.values[0] != "person" else ""

    def take_other(self, i: int, form: PersonName) -> None:
        """A nickname in quotes; initials in capitals."""
        written, word = form.text, plain(form.text)
        if len(people := self.roster.nicknamed(word)) == 1:
            return self.take(i, *people, "nickname")
        if 1 < len(written) < 6 and written.isupper() and written.isalpha():
            long = self.explained.get(word)
            near = self.roster.candidates(long) if long else ()
            people = [p for p in near if any(match_people(long, f) for f in p.full[:MOST_BEARERS])]
            if len(people) == 1:
                return self.take(i, people[0], "acronym_explained")
            if len(written) > 2 and len(people := self.roster.spelt(written)) == 1:
                return self.take(i, *people, "initials")
        return None

    def take_given_name(self, i: int, form: PersonName) -> None:
        """The given name of the one person who has it, where that is the custom, where relatives share the surname, or
        where the article has named the person in full before and never by the surname alone."""
        people = () if form.is_full else self.roster.given(form.family)
        if len(people) != 1:
            return
        (person,) = people
        has_relatives = any(len(self.roster.family(known.family)) > 1 for known in person.full)
        named_before = bool(person.places) and person.places[0] < i and (person.by_given or not person.by_surname)
        if has_relatives or named_before or goes_by_given(person.forms, person.country):
            self.take(i, person, "given_name")

    def take_alone(self, i: int, form: PersonName) -> None:
        """Whom a safe form of the dictionary names; else someone of one word, or of a name that several may bear."""
        if actor := self.known.alias(form.text, "person"):
            return self.take(i, self.roster.add_known(actor), "same_name")
        person = self.roster.called(form.words) or self.roster.add(Person(), form)
        self.take(i, person, "same_name")
        person.written[form] += 1
        return None


def _rule(form: PersonName, person: Person) -> str:
    words = {form.family, form.phrase}
    if any(words & set(surnames_of(known)) for known in person.full):
        return "surname"
    if any(surname_key(form.family) == surname_key(known.family) for known in person.full):
        return "transliteration"
    return "nickname"  # a short form of the dictionary's


def _around(place: int, places: Sequence[int]) -> Sequence[int]:
    """The last of sorted places before this one and the first after it, as far as there are."""
    after = bisect(places, place)
    return places[max(0, after - 1) : after + 1]


def _short_forms(actor: Actor) -> tuple[str, ...]:
    return (*actor.aliases, *actor.short_forms)
