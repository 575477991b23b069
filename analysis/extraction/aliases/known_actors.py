"""The dictionary's actors under the keys by which names are compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from weakref import WeakKeyDictionary

from analysis.extraction.actor_dictionary import ActorDictionary
from analysis.extraction.aliases.name_keys import clean
from analysis.extraction.aliases.organisation_names import OrganisationName, read_organisation_name
from analysis.extraction.aliases.person_match import match_people
from analysis.extraction.aliases.person_names import PersonName, read_person_name
from analysis.extraction.knowledge import Actor
from analysis.extraction.names import fold, slug

_SURE = ("same_name", "spelling", "diacritics", "honorific", "name_order", "initials", "transliteration")


class KnownActors:
    """Actors by key, made once for each dictionary (see `known_actors`)."""

    def __init__(self, actors: Iterable[Actor]) -> None:
        self._people: dict[tuple[str, str], list[tuple[Actor, PersonName]]] = defaultdict(list)
        self._organisations: dict[tuple[str, ...], dict[str, Actor]] = defaultdict(dict)
        self._aliases: dict[tuple[str, str], dict[str, Actor]] = defaultdict(dict)
        for actor in actors:
            for alias in actor.aliases:
                self._aliases[actor.kind, fold(clean(alias))][actor.entity_id] = actor
                if actor.kind == "person":
                    name = read_person_name(alias)
                    self._people[name.key].append((actor, name))
                else:
                    for key in organisation_keys(read_organisation_name(alias), actor.country):
                        self._organisations[key][actor.entity_id] = actor

    def person(self, name: PersonName, country: str = "") -> tuple[Actor, str] | None:
        """The one person of this full name, and the rule; not by nickname, nor one of another country."""
        rules: dict[str, tuple[Actor, str]] = {}
        for actor, known in self._people.get(name.key, ()) if name.is_full else ():
            rule = match_people(known, name)
            if rule in _SURE and (not country or actor.country in ("", country)):
                if (known.words, known.suffix) == (name.words, name.suffix):
                    return actor, rule
                rules.setdefault(actor.entity_id, (actor, rule))
        return next(iter(rules.values())) if len(rules) == 1 else None

    def organisation(self, name: OrganisationName, country: str = "") -> Actor | None:
        """The one organisation of this name, its legal form aside, or this body of this state."""
        for key in organisation_keys(name, country):
            if len(actors := self._organisations.get(key, {})) == 1:
                return next(iter(actors.values()))
        return None

    def alias(self, written: str, kind: str) -> Actor | None:
        """The one actor with this safe form, capitals and accents aside."""
        actors = self._aliases.get((kind, fold(clean(written))), {})
        return next(iter(actors.values())) if len(actors) == 1 else None


def organisation_keys(name: OrganisationName, country: str = "") -> list[tuple[str, ...]]:
    """The keys of an organisation's name: of a body of a state its country belongs to it."""
    if name.body:
        state = name.country or country
        return [("body", name.body, state)] if state else [("name", name.key)]
    keys = [("name", name.key)] if name.key else [("text", name.text)]
    return [*keys, ("acronym", name.acronym)] if name.acronym else keys


_MADE: WeakKeyDictionary[ActorDictionary, KnownActors] = WeakKeyDictionary()


def known_actors(dictionary: ActorDictionary) -> KnownActors:
    """The dictionary's actors by key."""
    if dictionary not in _MADE:
        _MADE[dictionary] = KnownActors(dictionary.actors.values())
    return _MADE[dictionary]


def new_id(name: str, kind: str, dictionary: ActorDictionary, taken: frozenset[str] | set[str]) -> str:
    """The slug of a name, with its kind behind it where that is another actor's."""
    entity_id = slug(name)
    known = dictionary.actors.get(entity_id)
    if entity_id in taken or (known and (known.kind != kind or fold(name) not in map(fold, known.aliases))):
        return f"{entity_id}-{kind}"
    return entity_id
