"""The people that an article is known to name, found by surname and given name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Set
from dataclasses import dataclass, field

from analysis.extraction.aliases.name_keys import given_key, surname_key
from analysis.extraction.aliases.person_match import match_people
from analysis.extraction.aliases.person_names import PersonName, honorific_of, read_person_name
from analysis.extraction.aliases.short_names import surnames_of
from analysis.extraction.knowledge import Actor
from analysis.extraction.names import fold

MOST_BEARERS = 40  # of one name that are compared; of more, only those whose given name and surname agree in key
_LEAST_LETTERS = 4  # of a surname that alone is taken for another transliteration


@dataclass(eq=False)
class Person:
    """Someone of the article. `actor` is the dictionary's, if any; `forms` are names without titles, in order, and
    `full` those in full; `places` the numbers of the names that give this person in full; `written` how often each
    name in full stands there."""

    actor: Actor | None = None
    country: str = ""
    forms: dict[PersonName, None] = field(default_factory=dict)
    full: list[PersonName] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    titles: set[str] = field(default_factory=set)
    genders: set[str] = field(default_factory=set)
    by_surname: bool = False  # whether the article uses the surname alone
    by_given: bool = False  # whether it uses the given name alone, behind a title
    written: Counter = field(default_factory=Counter)

    def add_title(self, title: str) -> None:
        if title:
            self.titles.add(fold(title))
            self.genders |= {honorific_of(title).gender} - {""}


_Index = defaultdict[object, dict[Person, None]]  # people in the order in which they came


class Roster:
    """The people found so far. `first_names` are those of the dictionary's people.

    An article may name thousands: what is asked stands in an index, or takes comparing at most MOST_BEARERS people
    of each name.
    """

    def __init__(self, first_names: Set[str]) -> None:
        self.people: list[Person] = []
        self._first_names = {fold(name) for name in first_names}
        self._by_id: dict[str, Person] = {}
        self._by_family, self._by_given, self._by_key = _index(), _index(), _index()
        self._by_usual_surname, self._by_surname = _index(), _index()  # as written, folded
        self._by_nickname, self._by_initials = _index(), _index()
        self._by_name: dict[tuple, tuple[Person, PersonName]] = {}  # words and suffix of a full name
        self._by_words: dict[tuple[str, ...], Person] = {}  # of who is not the dictionary's
        self._double_surnames: set[tuple[str, ...]] = set()

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
        person.forms[form] = None
        if form.is_full:
            person.full.append(form)
            self._by_name.setdefault((form.words, form.suffix), (person, form))
            self._by_key[form.key][person] = None
            self._double_surnames.update(self._read_double_surnames(form))
        if not person.actor:
            self._by_words.setdefault(form.words, person)
        surnames = surnames_of(form) if form.is_full or person.actor else ()
        for index, names in (
            (self._by_family, map(surname_key, surnames)),
            (self._by_usual_surname, surnames[:1]),
            (self._by_surname, surnames),
            (self._by_given, [given_key(form.given)]),
            (self._by_nickname, [form.nickname]),
            (self._by_initials, [_initials_of(form)]),
        ):
            for name in filter(None, names):
                index[name][person] = None

    def match(self, name: PersonName) -> tuple[Person, str] | None:
        """The one person with whose every full form this full name agrees, and the rule; at once who has its words.

        Of the dictionary's people the forms of the same key must agree: they are known in several languages. Of more
        than MOST_BEARERS forms the first are compared.
        """
        if same := self._by_name.get((name.words, name.suffix)):
            return same[0], match_people(same[1], name)
        answers: list[tuple[Person, str]] = []
        for person in self.candidates(name):
            rules = {form: match_people(form, name) for form in person.full[:MOST_BEARERS]}
            denied = any(not rule and not (person.actor and _is_aside(form, name)) for form, rule in rules.items())
            if not denied and any(rules.values()):
                answers.append((person, next(filter(None, rules.values()))))
        return answers[0] if len(answers) == 1 else None

    def candidates(self, name: PersonName) -> list[Person]:
        """Who may be of this full name: who shares its surname or given name, or both where too many share one."""
        key = self._by_key.get(name.key, {})
        groups = (self.family(name.family), self.given(name.given))
        near = (group if len(group) <= MOST_BEARERS else key for group in groups)
        found = list(dict.fromkeys(person for group in near for person in group))
        return found if len(key) <= MOST_BEARERS else []

    def family(self, surname: str) -> Collection[Person]:
        """Who may have this surname, in any transliteration."""
        return self._by_family.get(surname_key(surname), {})

    def given(self, name: str) -> Collection[Person]:
        """Who has this given name."""
        return self._by_given.get(given_key(name), {}) if name else {}

    def nicknamed(self, word: str) -> Collection[Person]:
        """Whose name stands with this nickname in quotes."""
        return self._by_nickname.get(word, {})

    def spelt(self, acronym: str) -> Collection[Person]:
        """Of whose names the first letters are the acronym: MBS, AMLO."""
        return self._by_initials.get(acronym.casefold(), {})

    def called(self, words: tuple[str, ...]) -> Person | None:
        """Who has a name of just these words, and is not the dictionary's."""
        return self._by_words.get(words)

    def bearers(self, name: PersonName) -> Collection[Person]:
        """Who has this surname, the usual one before others that a name holds; of several, with these particles.

        In another transliteration only a longer one, that just one person bears.
        """
        word = name.phrase if name.is_full else name.family
        for index in (self._by_usual_surname, self._by_surname):
            if exact := index.get(word):
                with_particles = self._by_surname.get(f"{name.particles} {name.family}", {}) if name.particles else {}
                few = with_particles if len(with_particles) <= MOST_BEARERS else ()
                return [person for person in few if person in exact] or exact
        near = self.family(word)
        return near if len(near) == 1 and len(word) >= _LEAST_LETTERS else ()

    def is_surname(self, name: PersonName) -> bool:
        """Whether what looks like a full name is someone's double surname, or one with its particle (Le Pen)."""
        return tuple(name.phrase.split()) in self._double_surnames

    def _read_double_surnames(self, form: PersonName) -> Iterator[tuple[str, ...]]:
        particles = form.particles.split()
        tail = () if form.family_first else (*form.middles, *particles, form.family)
        for first, word in enumerate(tail[:-1]):
            if word in particles or word not in self._first_names:
                yield tail[first:]


def _index() -> _Index:
    return defaultdict(dict)


def _is_aside(form: PersonName, name: PersonName) -> bool:
    """Whether a form of the dictionary that does not match says nothing of this name: another language's, or Jr."""
    return form.key != name.key or form.suffix != name.suffix


def _initials_of(form: PersonName) -> str:
    """The first letters of a name as written."""
    return "".join(word[0] for word in fold(form.text).replace("-", " ").split())
