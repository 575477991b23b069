"""The people of one article: full names first, then surnames, given names and nicknames of whoever bears them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from analysis.extraction.actor_dictionary import ActorDictionary
from analysis.extraction.aliases.known_actors import known_actors, new_id
from analysis.extraction.aliases.merges import Merge, NamedActor
from analysis.extraction.aliases.name_keys import clean
from analysis.extraction.aliases.name_knowledge import fold_name, read_name_knowledge
from analysis.extraction.aliases.person_match import match_people
from analysis.extraction.aliases.person_names import PersonName, honorific_of, read_person_name
from analysis.extraction.aliases.roster import Person, Roster
from analysis.extraction.aliases.short_names import is_patronymic
from analysis.extraction.aliases.short_people import ShortNames
from analysis.extraction.knowledge import Actor


def merge_people(
    names: Sequence[NamedActor],
    found: Mapping[str, Actor],
    dictionary: ActorDictionary,
    explained: Mapping[str, str],
    taken: frozenset[str],
) -> list[Merge]:
    """One Merge for each name of a person. See `merge_article`; `taken` are ids of others."""
    forms = [_read(name) for name in names]
    reading = _FullNames(names, forms, dictionary)
    for actor in found.values():
        reading.roster.add_known(actor)
    reading.take_all()
    ShortNames(names, forms, reading.roster, dictionary, explained, reading.chosen).take_all()
    return _answer(names, forms, reading.chosen, dictionary, taken)


class _FullNames:
    """Whom the full names give: number of the name -> person and rule in `chosen`."""

    def __init__(self, names: Sequence[NamedActor], forms: Sequence[PersonName], dictionary: ActorDictionary) -> None:
        self.names, self.forms, self.known = names, forms, known_actors(dictionary)
        self.roster = Roster(dictionary.first_names)
        self.chosen: dict[int, tuple[Person, str]] = {}

    def take_all(self) -> None:
        """The longest first, so that a name with a word less finds the one it may be; initials after given names; then
        names that begin with what may be an honorific, and those that begin with a particle and may be a surname."""
        places: dict[tuple[PersonName, str, str], list[int]] = defaultdict(list)
        for i, form in enumerate(self.forms):
            name = self.names[i]
            known = self.known.alias(f"{name.title} {name.written}", "person") if name.title else None
            known = known or (self.known.alias(name.written, "person") if " " in clean(name.written) else None)
            if known and (not name.country or known.country in ("", name.country)):
                self.take(i, self.roster.add_known(known), "same_name")
            elif form.is_full:
                places[form, name.title, name.country].append(i)
        particles = read_name_knowledge().particles
        ordered = sorted(
            places,
            key=lambda n: (
                fold_name(n[0].text.split()[0]) in particles,
                n[0].words != _plain(n[0]).words,
                len(n[0].given) == 1,
                -len(n[0].text.split()),
                places[n][0],
            ),
        )
        for name in ordered:
            if identified := self.identify(name[0], name[2]):
                for i in places[name]:
                    self.take(i, *identified)

    def take(self, i: int, person: Person, rule: str) -> None:
        self.chosen[i] = person, rule
        person.add_title(self.names[i].title or self.forms[i].title)
        person.country = person.country or self.names[i].country
        person.places.append(i)
        person.written[self.forms[i]] += 1

    def identify(self, form: PersonName, country: str) -> tuple[Person, str] | None:
        """Who a full name is, and the rule; None if it is a surname of two words, or one behind an honorific."""
        plain = _plain(form)
        for name in (form,) if plain.words == form.words else (plain, form):
            if not name.is_full:
                if self.roster.bearers(name) or self.roster.given(name.family):
                    return None
                continue
            answer = self.roster.match(name)
            if not answer and (known := self.known.person(name, country)):
                answer = self.roster.add_known(known[0]), known[1]
            if answer:
                self.roster.add_form(answer[0], name)
                return answer[0], answer[1] if name is form else "honorific"
            if self.roster.is_surname(name):
                return None
        return self.roster.add(Person(), form), "same_name"


def _read(name: NamedActor) -> PersonName:
    """The name; without an honorific that people of its country bear (U, before a Burmese name)."""
    form = read_person_name(name.written)
    evidence = honorific_of(form.text.split()[0]).evidence if form.is_full and name.country else ""
    return _plain(form) if name.country and name.country in evidence.split("|") else form


def _plain(form: PersonName) -> PersonName:
    """The name without an honorific that is as often part of it."""
    return read_person_name(form.text, True)


def _answer(
    names: Sequence[NamedActor],
    forms: Sequence[PersonName],
    chosen: Mapping[int, tuple[Person, str]],
    dictionary: ActorDictionary,
    taken: frozenset[str],
) -> list[Merge]:
    used = {person.actor.entity_id for person, _ in chosen.values() if person.actor} | taken
    called: dict[Person, tuple[str, str, PersonName]] = {}
    answers = []
    for i, name in enumerate(names):
        person, rule = chosen[i]
        if person not in called:
            main = min(person.written.items(), key=_rank, default=(forms[i], 1))[0]
            if person.actor:
                called[person] = person.actor.entity_id, person.actor.name, main
            else:
                shown = _show(main, name.title) or name.written.strip() or "unnamed"
                called[person] = new_id(shown, "person", dictionary, used), shown, main
                used.add(called[person][0])
        entity_id, shown, main = called[person]
        answers.append(Merge(entity_id, shown, _state_rule(rule, main, forms[i], shown, person)))
    return answers


def _rank(written: tuple[PersonName, int]) -> tuple:
    """Which name a person is called by: the one most often written; of several the one with both names in full, in the
    usual order, with few initials and patronymics, and with its accents."""
    form, times = written
    unusual = form.family_first in ("hungarian", "japanese")
    extra = sum(len(word) == 1 or is_patronymic(word) for word in form.middles)
    in_one_case = form.text.isupper() or form.text.islower()
    accents, hyphens = sum(not c.isascii() for c in form.text), form.text.count("-")
    in_full = sum(len(word) > 1 for word in (form.given, form.family))
    looks = (unusual, in_one_case, extra, -hyphens, -len(form.words), -accents, form.family_first == "", form.text)
    return (-times, -in_full, *looks)


def _show(form: PersonName, title: str) -> str:
    """The name as a reader knows it: of one who is known by a title and one name, both (Pope Francis)."""
    title = title or form.title
    return f"{title} {form.text}" if title and not form.is_full and honorific_of(title).takes_given else form.text


def _state_rule(rule: str, main: PersonName, form: PersonName, shown: str, person: Person) -> str:
    """The rule that joins the name to the one the person is called by."""
    if rule in ("surname", "given_name", "nickname", "acronym_explained") or (not form.is_full and rule == "initials"):
        return "same_name" if form.text == shown and not person.actor else rule
    called = read_person_name(shown) if person.actor else main
    if form.text == called.text:
        return "honorific" if form.title else "same_name"
    return match_people(called._replace(title=""), form._replace(title="")) or rule
