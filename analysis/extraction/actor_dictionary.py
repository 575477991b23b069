"""The dictionary of actors: their full and short forms, the titles before them, and who a titled name is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from analysis.extraction.knowledge import Actor, Knowledge
from analysis.extraction.matcher import Forms, Match, Pieces
from analysis.extraction.names import is_plain_word, is_same_name, slug, surname_of
from analysis.extraction.titles import Title, read_title_forms

GOVERNMENT = ("agency", "party")  # the types of organisation that act for their country, or seek to
_SHORTEST_CAPITALS = 4  # letters a form needs to be looked for in a line of capitals, unless it is an acronym


class ActorDictionary:
    """Actors by written form. `is_country` says whether a word is a written form of a country."""

    def __init__(self, knowledge: Knowledge, is_country: Callable[[str], bool]) -> None:
        self.actors: Mapping[str, Actor] = knowledge.actors
        self.is_country = is_country
        self.titles = read_title_forms(knowledge.titles)
        self.particles = frozenset(word for word, role in knowledge.particles.items() if role == "before")
        self.suffixes = frozenset(word for word, role in knowledge.particles.items() if role == "after")
        people = [actor for actor in self.actors.values() if actor.kind == "person"]
        first, last = {a.name.split()[0] for a in people if " " in a.name}, {a.name.split()[-1] for a in people}
        self.first_names = {name for name in first - last if not is_country(name)}
        self.owners = {a.entity_id: a.country for a in self.actors.values() if a.type in GOVERNMENT}
        self._by_surname: dict[str, list[Actor]] = defaultdict(list)
        for actor in people:
            self._by_surname[surname_of(actor.name)].append(actor)
        self._forms, self._capitals = Forms(), Forms()
        for actor in self.actors.values():
            for form in actor.aliases:
                self._add(form, (actor.entity_id, True))
            for form in actor.short_forms:
                self._add(form, (actor.entity_id, False))

    def _add(self, form: str, value: tuple[str, bool]) -> None:
        self._forms.add(form, value)
        if len(form) >= _SHORTEST_CAPITALS or (form.isupper() and not is_plain_word(form)):
            self._capitals.add(form.upper(), value)

    def find_forms(self, pieces: Pieces, capitals: Iterable[tuple[int, int]]) -> list[Match]:
        """Every form, with values (entity_id, whether it is a full form); in ranges of capitals, those in capitals."""
        matches = list(self._forms.find(pieces))
        if capitals:
            inside = {i for start, stop in capitals for i in range(start, stop)}
            matches = [match for match in matches if match.first not in inside]
            matches += self._capitals.find(pieces, capitals)
        return matches

    def bearers(self, name: str) -> list[Actor]:
        """The people with the surname of this name."""
        return self._by_surname.get(surname_of(name), [])

    def identify(self, name: str, title: Title) -> Actor:
        """The person of this full name behind `title`.

        The one person of the dictionary whose name has a word more or fewer ("Vladimir V. Putin", "Lula da Silva")
        unless the title names another country; else a new person, with a slug of the name for an id.
        """
        known = [a for a in self.bearers(name) if is_same_name(name, a.name) and fits_country(a, title)]
        if len(known) == 1:
            return known[0]
        entity_id = slug(name)
        if entity_id in self.actors:
            entity_id += f"-{title.country.lower() or 'person'}"
        return Actor(entity_id, name, "person", title.type or "person", title.country, (name,), ())


def fits_country(actor: Actor, title: Title) -> bool:
    return not title.country or not actor.country or title.country == actor.country
