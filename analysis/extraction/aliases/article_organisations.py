"""The organisations of one article: long names first, then acronyms and what is said shorter later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.extraction.actor_dictionary import ActorDictionary
from analysis.extraction.aliases.known_actors import known_actors, new_id, organisation_keys
from analysis.extraction.aliases.merges import Merge, NamedActor
from analysis.extraction.aliases.name_knowledge import read_name_knowledge
from analysis.extraction.aliases.organisation_names import (
    OrganisationName,
    is_telling,
    match_organisations,
    read_organisation_name,
)
from analysis.extraction.aliases.organisation_roster import Organisation, OrganisationRoster
from analysis.extraction.knowledge import Actor

_LEAST_LETTERS = 3  # of an acronym that is understood without an explanation


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
        reading.roster.add_known(actor)
    reading.take_all()
    return reading.answer(taken)


class _Reading:
    def __init__(self, names: Sequence[NamedActor], dictionary: ActorDictionary, explained: Mapping[str, str]) -> None:
        self.names, self.dictionary, self.known = names, dictionary, known_actors(dictionary)
        self.explained = {a.replace(".", "").upper(): read_organisation_name(long) for a, long in explained.items()}
        self.read = [read_organisation_name(name.written) for name in names]
        self.roster = OrganisationRoster()
        self.chosen: dict[int, tuple[Organisation, str]] = {}

    def take_all(self) -> None:
        acronyms = [i for i, form in enumerate(self.read) if form.acronym]
        rest = [i for i, form in enumerate(self.read) if not form.acronym]
        rest.sort(key=lambda i: (self.is_of_no_state(i), -len(self.read[i].words), i))
        for i in rest:
            if not self.take_short(i):
                self.take_long(i)
        for i in acronyms:
            if not self.take_acronym(i) and not self.take_short(i):
                self.take_long(i)

    def is_of_no_state(self, i: int) -> bool:
        return bool(self.read[i].body) and not (self.read[i].country or self.names[i].country)

    def take(self, i: int, organisation: Organisation, rule: str) -> None:
        self.chosen[i] = organisation, rule
        organisation.first = i if organisation.first < 0 else min(i, organisation.first)
        if rule not in ("acronym", "acronym_explained", "short_form"):
            organisation.written[self.read[i]] += 1

    def take_long(self, i: int) -> None:
        form, country = self.read[i], self.names[i].country
        organisation = self.find(form, country)
        if organisation is None:
            organisation = self.roster.add(Organisation(state=form.country or country))
        self.roster.add_form(organisation, form, country)
        self.take(i, organisation, "same_name")

    def find(self, form: OrganisationName, country: str) -> Organisation | None:
        """The one of this key; of a body without its country, the one of the article's one country that has it."""
        for key in organisation_keys(form, country):
            same = [o for o in self.roster.of_key(key) if not o.differs_in_legal_form(form)]
            if len(same) == 1:
                return same[0]
        if form.body and not (form.country or country):
            same = self.roster.of_body(form.body)
            if len(same) == 1:
                return next(iter(same))
        actor = self.known.organisation(form, country)
        return self.roster.add_known(actor) if actor else None

    def take_acronym(self, i: int) -> bool:
        """The long form that the article gives; the one organisation that the letters fit; the dictionary's."""
        acronym = self.read[i].acronym
        if long := self.explained.get(acronym):
            organisation = self.find(long, "")
            if organisation is None:
                organisation = self.roster.add(Organisation(state=long.country))
                organisation.written[long] += 1
                self.roster.add_form(organisation, long, "")
            self.take(i, organisation, "acronym_explained")
            return True
        known = self.roster.of_key(("acronym", acronym))
        fitting = self.roster.spelt(acronym) if len(acronym) >= _LEAST_LETTERS else ()
        for organisations in (known, self.roster.shortened(acronym), fitting):
            if len(organisations) == 1:
                (organisation,) = organisations
                same = self.read[i].text in organisation.texts
                rule = "same_name" if same else "acronym" if organisations is not known else "spelling"
                self.take(i, organisation, rule)
                return True
        return False

    def take_short(self, i: int) -> bool:
        """The beginning of just one longer name that stands before it: Delta, of Delta Air Lines."""
        words = self.read[i].words
        if not is_telling(words) or self.read[i].key != " ".join(words) or self.read[i].body:
            return False
        longer = self.roster.beginning(words)
        is_known = any(self.roster.of_key(key) for key in organisation_keys(self.read[i], self.names[i].country))
        if len(longer) != 1 or is_known:
            return False
        (organisation,) = longer
        if not -1 < organisation.first < i:
            return False
        self.take(i, organisation, "short_form")
        return True

    def answer(self, taken: frozenset[str]) -> list[Merge]:
        used = {o.entity_id for o in self.roster.organisations if o.entity_id} | taken
        called: dict[Organisation, OrganisationName] = {}
        answers = []
        for i, form in enumerate(self.read):
            organisation, rule = self.chosen[i]
            if organisation not in called:
                called[organisation] = min(organisation.written.items(), key=_rank, default=(form, 1))[0]
            main = called[organisation]
            if not organisation.entity_id:
                organisation.name = self.name_of(main, organisation) or self.names[i].written.strip() or "unnamed"
                organisation.entity_id = new_id(organisation.name, "organisation", self.dictionary, used)
                used.add(organisation.entity_id)
            if rule in ("same_name", "spelling"):
                known = organisation.known or (main,)
                rule = match_organisations(next((f for f in known if f.words == form.words), known[0]), form)
            answers.append(Merge(organisation.entity_id, organisation.name, rule))
        return answers

    def name_of(self, form: OrganisationName, organisation: Organisation) -> str:
        """A body of a state is named with its country, since every state has one."""
        state = read_name_knowledge().country_names.get(organisation.state, "")
        return f"{form.text} ({state})" if form.body and not form.country and state else form.text


def _rank(written: tuple[OrganisationName, int]) -> tuple:
    """Which of its names an organisation is called by: the longest, without legal form, most often written."""
    form, times = written
    return (
        form.is_acronym,
        -len(form.key.split()),
        -times,
        len(form.words),
        form.text.isupper() and not form.is_acronym,
        len(form.text),
        form.text,
    )
