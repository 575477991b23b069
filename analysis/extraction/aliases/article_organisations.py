"""The organisations of one article: long names first, then acronyms and what is said shorter later."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from analysis.extraction.actor_dictionary import ActorDictionary
from analysis.extraction.aliases.known_actors import known_actors, new_id, organisation_keys
from analysis.extraction.aliases.merges import Merge, NamedActor
from analysis.extraction.aliases.name_knowledge import read_name_knowledge
from analysis.extraction.aliases.organisation_names import (
    OrganisationName,
    initials_of,
    is_telling,
    match_organisations,
    read_organisation_name,
)
from analysis.extraction.knowledge import Actor

_LEAST_LETTERS = 3  # of an acronym that is understood without an explanation


@dataclass(eq=False)
class _Organisation:
    """An organisation of the article: its forms, where the first stands, and how often it is written in each way."""

    entity_id: str = ""
    name: str = ""
    forms: list[OrganisationName] = field(default_factory=list)
    first: int = -1
    state: str = ""  # ISO3 of the country whose body it is
    shorts: tuple[str, ...] = ()
    known: tuple[OrganisationName, ...] = ()  # the dictionary's forms of it
    written: Counter = field(default_factory=Counter)


def merge_organisations(
    names: Sequence[NamedActor],
    found: Mapping[str, Actor],
    dictionary: ActorDictionary,
    explained: Mapping[str, str],
    taken: frozenset[str],
) -> list[Merge]:
    """One Merge for each name of an organisation. See `merge_article`; `taken` are ids of others."""
    reading = _Reading(names, dictionary, explained)
    for actor in found.values():
        reading.add_known(actor)
    reading.take_all()
    return reading.answer(taken)


class _Reading:
    def __init__(self, names: Sequence[NamedActor], dictionary: ActorDictionary, explained: Mapping[str, str]) -> None:
        self.names, self.dictionary, self.known = names, dictionary, known_actors(dictionary)
        self.explained = {a.replace(".", "").upper(): read_organisation_name(long) for a, long in explained.items()}
        self.read = [read_organisation_name(name.written) for name in names]
        self.organisations: list[_Organisation] = []
        self.by_key: dict[tuple[str, ...], list[_Organisation]] = defaultdict(list)
        self.chosen: dict[int, tuple[_Organisation, str]] = {}

    def add_known(self, actor: Actor) -> _Organisation:
        for organisation in self.organisations:
            if organisation.entity_id == actor.entity_id:
                return organisation
        organisation = _Organisation(actor.entity_id, actor.name, state=actor.country, shorts=actor.short_forms)
        self.organisations.append(organisation)
        for alias in actor.aliases:
            self.add_form(organisation, read_organisation_name(alias), actor.country)
        organisation.known = tuple(organisation.forms)
        return organisation

    def add_form(self, organisation: _Organisation, form: OrganisationName, country: str) -> None:
        if form not in organisation.forms:
            organisation.forms.append(form)
        for key in organisation_keys(form, country):
            if organisation not in self.by_key[key]:
                self.by_key[key].append(organisation)

    def take_all(self) -> None:
        acronyms = [i for i, form in enumerate(self.read) if form.acronym]
        rest = [i for i in range(len(self.read)) if i not in set(acronyms)]
        rest.sort(key=lambda i: (self.is_of_no_state(i), -len(self.read[i].words), i))
        for i in rest:
            if not self.take_short(i):
                self.take_long(i)
        for i in acronyms:
            if not self.take_acronym(i) and not self.take_short(i):
                self.take_long(i)

    def is_of_no_state(self, i: int) -> bool:
        return bool(self.read[i].body) and not (self.read[i].country or self.names[i].country)

    def take(self, i: int, organisation: _Organisation, rule: str) -> None:
        self.chosen[i] = organisation, rule
        organisation.first = i if organisation.first < 0 else min(i, organisation.first)
        if rule not in ("acronym", "acronym_explained", "short_form"):
            organisation.written[self.read[i]] += 1

    def take_long(self, i: int) -> None:
        form, country = self.read[i], self.names[i].country
        organisation = self.find(form, country)
        if organisation is None:
            organisation = _Organisation(state=form.country or country)
            self.organisations.append(organisation)
        self.add_form(organisation, form, country)
        self.take(i, organisation, "same_name")

    def find(self, form: OrganisationName, country: str) -> _Organisation | None:
        """The one of this key; of a body without its country, the one of the article's one country that has it."""
        for key in organisation_keys(form, country):
            same = [o for o in self.by_key.get(key, ()) if not _differ_in_legal_form(o.forms, form)]
            if len(same) == 1:
                return same[0]
        if form.body and not (form.country or country):
            same = [o for key, os in self.by_key.items() if key[:2] == ("body", form.body) for o in os]
            if len(set(map(id, same))) == 1:
                return same[0]
        actor = self.known.organisation(form, country)
        return self.add_known(actor) if actor else None

    def take_acronym(self, i: int) -> bool:
        """The long form that the article gives; the one organisation that the letters fit; the dictionary's."""
        acronym = self.read[i].acronym
        if long := self.explained.get(acronym):
            organisation = self.find(long, "")
            if organisation is None:
                organisation = _Organisation(state=long.country)
                self.organisations.append(organisation)
                organisation.written[long] += 1
                self.add_form(organisation, long, "")
            self.take(i, organisation, "acronym_explained")
            return True
        shorts = [o for o in self.organisations if acronym in (s.replace(".", "").upper() for s in o.shorts)]
        known = self.by_key.get(("acronym", acronym), [])
        fitting = [o for o in self.organisations if any(acronym in initials_of(f) for f in o.forms)]
        fitting = fitting if len(acronym) >= _LEAST_LETTERS else []
        for organisations in (known, shorts, fitting):
            if len(organisations) == 1:
                same = any(f.text == self.read[i].text for f in organisations[0].forms)
                rule = "same_name" if same else "acronym" if organisations is not known else "spelling"
                self.take(i, organisations[0], rule)
                return True
        return False

    def take_short(self, i: int) -> bool:
        """The beginning of just one longer name that stands before it: Delta, of Delta Air Lines."""
        words = self.read[i].words
        if not is_telling(words) or self.read[i].key != " ".join(words) or self.read[i].body:
            return False
        longer = [o for o in self.organisations if any(_begins(f.words, words) for f in o.forms)]
        is_known = any(self.by_key.get(key) for key in organisation_keys(self.read[i], self.names[i].country))
        if len(longer) != 1 or is_known or not -1 < longer[0].first < i:
            return False
        self.take(i, longer[0], "short_form")
        return True

    def answer(self, taken: frozenset[str]) -> list[Merge]:
        used = {o.entity_id for o in self.organisations if o.entity_id} | taken
        answers = []
        for i, form in enumerate(self.read):
            organisation, rule = self.chosen[i]
            main = min(organisation.written, key=lambda f: _rank(f, organisation.written[f]), default=form)
            if not organisation.entity_id:
                organisation.name = self.name_of(main, organisation) or self.names[i].written.strip() or "unnamed"
                organisation.entity_id = new_id(organisation.name, "organisation", self.dictionary, used)
                used.add(organisation.entity_id)
            if rule in ("same_name", "spelling"):
                known = organisation.known or (main,)
                rule = match_organisations(next((f for f in known if f.words == form.words), known[0]), form)
            answers.append(Merge(organisation.entity_id, organisation.name, rule))
        return answers

    def name_of(self, form: OrganisationName, organisation: _Organisation) -> str:
        """A body of a state is named with its country, since every state has one."""
        state = read_name_knowledge().country_names.get(organisation.state, "")
        return f"{form.text} ({state})" if form.body and not form.country and state else form.text


def _rank(form: OrganisationName, times: int) -> tuple:
    """Which of its names an organisation is called by: the longest, without legal form, most often written."""
    return (
        form.is_acronym,
        -len(form.key.split()),
        -times,
        len(form.words),
        form.text.isupper() and not form.is_acronym,
        len(form.text),
        form.text,
    )


def _differ_in_legal_form(forms: Sequence[OrganisationName], form: OrganisationName) -> bool:
    """Delta Ltd and Delta GmbH are two companies."""
    legal = {f.legal for f in forms if f.key == form.key} - {""}
    return bool(form.legal and legal and form.legal not in legal)


def _begins(long: tuple[str, ...], short: tuple[str, ...]) -> bool:
    return len(short) < len(long) and long[: len(short)] == short
