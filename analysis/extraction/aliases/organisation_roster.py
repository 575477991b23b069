"""The organisations that an article is known to name, found by name, acronym and the beginning of a name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from analysis.extraction.aliases.known_actors import organisation_keys
from analysis.extraction.aliases.organisation_names import OrganisationName, initials_of, read_organisation_name
from analysis.extraction.knowledge import Actor


@dataclass(eq=False)
class Organisation:
    """An organisation of the article: its forms in order, where the first stands, how often each is written."""

    entity_id: str = ""
    name: str = ""
    forms: dict[OrganisationName, None] = field(default_factory=dict)
    texts: set[str] = field(default_factory=set)  # of its forms
    legal: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # key of a form -> legal forms
    first: int = -1
    state: str = ""  # ISO3 of the country whose body it is
    known: tuple[OrganisationName, ...] = ()  # the dictionary's forms of it
    written: Counter = field(default_factory=Counter)

    def differs_in_legal_form(self, form: OrganisationName) -> bool:
        """Delta Ltd and Delta GmbH are two companies."""
        legal = self.legal.get(form.key)
        return bool(form.legal and legal and form.legal not in legal)


_Index = defaultdict[object, dict[Organisation, None]]  # organisations in the order in which they came


class OrganisationRoster:
    """The organisations found so far. Every question is answered from an index: an article may name thousands."""

    def __init__(self) -> None:
        self.organisations: list[Organisation] = []
        self._by_id: dict[str, Organisation] = {}
        self._by_key, self._by_body, self._by_beginning = _index(), _index(), _index()
        self._by_initials, self._by_short_form = _index(), _index()

    def add_known(self, actor: Actor) -> Organisation:
        """The organisation that is this actor of the dictionary, with all names and short forms known for it."""
        if actor.entity_id not in self._by_id:
            organisation = self.add(Organisation(actor.entity_id, actor.name, state=actor.country))
            self._by_id[actor.entity_id] = organisation
            for short in actor.short_forms:
                self._by_short_form[short.replace(".", "").upper()][organisation] = None
            for alias in actor.aliases:
                self.add_form(organisation, read_organisation_name(alias), actor.country)
            organisation.known = tuple(organisation.forms)
        return self._by_id[actor.entity_id]

    def add(self, organisation: Organisation) -> Organisation:
        self.organisations.append(organisation)
        return organisation

    def add_form(self, organisation: Organisation, form: OrganisationName, country: str) -> None:
        for key in organisation_keys(form, country):
            self._by_key[key][organisation] = None
            if key[0] == "body":
                self._by_body[form.body][organisation] = None
        if form in organisation.forms:
            return
        organisation.forms[form] = None
        organisation.texts.add(form.text)
        if form.legal:
            organisation.legal[form.key].add(form.legal)
        for acronym in initials_of(form):
            self._by_initials[acronym][organisation] = None
        for size in range(1, len(form.words)):
            self._by_beginning[form.words[:size]][organisation] = None

    def of_key(self, key: tuple[str, ...]) -> Collection[Organisation]:
        """Who has a name of this key of `organisation_keys`."""
        return self._by_key.get(key, {})

    def of_body(self, body: str) -> Collection[Organisation]:
        """The bodies of this kind, each of some state."""
        return self._by_body.get(body, {})

    def spelt(self, acronym: str) -> Collection[Organisation]:
        """Whose initials the acronym gives."""
        return self._by_initials.get(acronym, {})

    def shortened(self, acronym: str) -> Collection[Organisation]:
        """Whose short form in the dictionary the acronym is, dots and capitals aside."""
        return self._by_short_form.get(acronym, {})

    def beginning(self, words: tuple[str, ...]) -> Collection[Organisation]:
        """Who has a longer name that begins with these words."""
        return self._by_beginning.get(words, {})


def _index() -> _Index:
    return defaultdict(dict)
