"""The people that an article is known to name, found by surname and given name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Set
from dataclasses import dataclass, field

from analysis.extraction.aliases.name_keys import given_key, surname_key
from analysis.extraction.aliases.person_match import match_people
from analysis.extraction.aliases.person_names import PersonName, honorific_of, read_person_name
from analysis.extraction.aliases.short_names import surnames_of
from analysis.extraction.knowledge import Actor
from analysis.extraction.names import fold

_LEAST_LETTERS = 4  # of a surname that alone is taken for another transliteration


@dataclass(eq=False)
class Person:
    """Someone of the article. `actor` is the dictionary's, if any; `forms` are names without titles; `places` the
    numbers of the names that give this person in full; `written` how often each name in full stands there."""

    actor: Actor | None = None
    country: str = ""
    forms: list[PersonName] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    titles: set[str] = field(default_factory=set)
    genders: set[str] = field(default_factory=set)
    by_surname: bool = False  # whether the article uses the surname alone
    by_given: bool = False  # whether it uses the given name alone, behind a title
    written: Counter = field(default_factory=Counter)

    @property
    def full(self) -> list[PersonName]:
        return [form for form in self.forms if form.is_full]

    def add_title(self, title: str) -> None:
        if title:
            self.titles.add(fold(title))
            self.genders |= {honorific_of(title).gender} - {""}


class Roster:
    """The people found so far. `first_names` are those of the dictionary's people."""

    def __init__(self, first_names: Set[str]) -> None:
        self.people: list[Person] = []
        self._first_names = {fold(name) for name in first_names}
        self._by_id: dict[str, Person] = {}
        self._by_family: dict[str, list[Person]] = defaultdict(list)
        self._by_given: dict[str, list[Person]] = defaultdict(list)

    def add_known(self, actor: Actor) -> Person:
        """The person who is this actor of the dictionary, with all names and short forms known for it."""
        if actor.entity_id not in self._by_id:
            person = self._by_id[actor.entity_id] = self.add(Person(actor, actor.country))
            for form in (*actor.aliases, *actor.short_forms):
                self.add_form(person, read_person_name(form))
        return self._by_id[actor.entity_id]

    def add(self, person: Person, form: PersonName | None = None) -> Person:
        self.people.append(person)
        if form:
            self.add_form(person, form)
        return person

    def add_form(self, person: Person, form: PersonName) -> None:
        form = form._replace(title="")
        if form in person.forms:
            return
        person.forms.append(form)
        keys = map(surname_key, surnames_of(form)) if form.is_full or person.actor else ()
        for index, names in ((self._by_family, keys), (self._by_given, [given_key(form.given)])):
            for name in names:
                if name and person not in index[name]:
                    index[name].append(person)

    def match(self, name: PersonName) -> tuple[Person, str] | None:
        """The one person with whose every full form this full name agrees, and the rule.

        Of the dictionary's people the forms of the same key must agree: they are known in several languages.
        """
        answers: list[tuple[Person, str]] = []
        for person in dict.fromkeys([*self.family(name.family), *self.given(name.given)]):
            rules = {form: match_people(form, name) for form in person.full}
            same = [form for form in person.full if (form.words, form.suffix) == (name.words, name.suffix)]
            if same and rules[same[0]]:
                return person, rules[same[0]]
            denied = any(not rule and not (person.actor and _is_aside(form, name)) for form, rule in rules.items())
            if not denied and any(rules.values()):
                answers.append((person, next(filter(None, rules.values()))))
        return answers[0] if len(answers) == 1 else None

    def family(self, surname: str) -> list[Person]:
        """Who may have this surname, in any transliteration."""
        return self._by_family.get(surname_key(surname), [])

    def given(self, name: str) -> list[Person]:
        """Who has this given name."""
        return self._by_given.get(given_key(name), []) if name else []

    def bearers(self, name: PersonName) -> list[Person]:
        """Who has this surname, the usual one before others that a name holds; of several, with these particles.

        In another transliteration only a longer one, that just one person bears.
        """
        word = name.phrase if name.is_full else name.family
        with_particles = f"{name.particles} {name.family}"
        near = self.family(word)
        for how_many in (1, None):
            exact = [p for p in near if any(word in surnames_of(f)[:how_many] for f in p.forms)]
            if exact:
                same = [p for p in exact if name.particles and any(with_particles in surnames_of(f) for f in p.forms)]
                return same or exact
        return near if len(near) == 1 and len(word) >= _LEAST_LETTERS else []

    def is_surname(self, name: PersonName) -> bool:
        """Whether what looks like a full name is someone's double surname, or one with its particle (Le Pen)."""
        words = tuple(name.phrase.split())
        return any(self._ends_in(form, words) for person in self.family(name.family) for form in person.full)

    def _ends_in(self, form: PersonName, words: tuple[str, ...]) -> bool:
        if form.family_first:
            return False
        particles = form.particles.split()
        tail = (*form.middles, *particles, form.family)
        is_tail = len(tail) >= len(words) > 1 and tail[-len(words) :] == words
        return is_tail and (words[0] in particles or words[0] not in self._first_names)


def _is_aside(form: PersonName, name: PersonName) -> bool:
    """Whether a form of the dictionary that does not match says nothing of this name: another language's, or Jr."""
    return form.key != name.key or form.suffix != name.suffix


def spells(forms: Iterable[PersonName], acronym: str) -> bool:
    """Whether the first letters of one of the names are the acronym: MBS, AMLO."""
    words = (fold(form.text).replace("-", " ").split() for form in forms)
    return any("".join(word[0] for word in form) == acronym.casefold() for form in words)
