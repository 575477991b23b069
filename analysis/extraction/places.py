"""Places in one article: those of the country dictionary and of the gazetteer, each given its country or none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from string import capwords
from typing import NamedTuple

from analysis.extraction.countries import CONFIDENCE, CountrySpan
from analysis.extraction.gazetteer import Contested, Gazetteer, Reading
from analysis.extraction.matcher import Pieces, select_longest
from analysis.extraction.model_names import NameSpan
from analysis.extraction.resolution import HINT, LOCAL, STATED, SURE, Surface, settle_surfaces
from analysis.extraction.surroundings import Surroundings

# How often news means the dictionary's place by its surface, in powers of ten; a town's own weight is its inhabitants.
_WEIGHTS = {"name": 11.0, "demonym": 11.0, "metonym": 10.0, "region": 8.5, "embedded": 9.0}
_KNOWN = {"capital": 3.5, "city": 2.2}  # what being in the dictionary adds to the inhabitants
_LEAST = {"capital": 9.0, "city": 8.2}
_STAY = ("demonym", "metonym", "embedded")  # layers that no neighbour turns into part of a name
_SUPPORT = 1.3  # what must speak for a small town where the article names other countries
_LARGE = 5.0  # of towns that are taken for places wherever they stand: 100,000 inhabitants
_SMALL = 4.0  # and of those that are where "of" and the like stand before them
_FEWEST_LOCAL, _MOST_LOCAL_PART = 2, 0.75  # small places of one country, and their part of all, that make it its own
_OF_EACH_LOCAL, _OF_LOCALS = 1.8, 5.5  # what each adds to readings of that country, and all at most
_SHORTEST_SHOUT = 3  # letters of an acronym ("UAE") that is no word in capitals
_PERSONAL = ("person", "first_name", "surname")
_WORDS = ("word", "words", "calendar")


class _Place(NamedTuple):
    first: int
    after: int
    surface: str
    named: CountrySpan | None


class _Model:
    """What a trained model takes for persons (pieces, those of one word apart) and for places (ranges of pieces)."""

    def __init__(self, names: Sequence[NameSpan]) -> None:
        persons = [name for name in names if name.kind == "person"]
        self.persons = {i for n in persons if n.after - n.first > 1 for i in range(n.first, n.after)}
        self.places = {(n.first, n.after) for n in names if n.kind == "place"}
        self.single_names = {n.first for n in persons if n.after - n.first == 1}


class Places:
    """Finds the places of an article and decides on their countries."""

    def __init__(self, gazetteer: Gazetteer, contested: Mapping[str, Sequence[Contested]]) -> None:
        self._gazetteer, self._contested = gazetteer, contested

    def find(
        self,
        pieces: Pieces,
        named: Sequence[CountrySpan],
        around: Surroundings,
        datelines: Sequence[tuple[int, int]],
        taken: Iterable[tuple[int, int]],
        phrases: Sequence[tuple[int, int]] = (),
        names: Sequence[NameSpan] = (),
    ) -> list[CountrySpan]:
        """The countries of an article, in text order: of `named` (what the dictionary found) those that hold, and of
        the gazetteer's towns and regions those that are places and have a country. `taken` are ranges of pieces that
        are other names, `phrases` those that only look like a country; only a longer name holds one ("Atlantic City").
        `names` are a trained model's: what it takes for a person is no place, unless it names a people.
        """
        places = self._gather(pieces, named, around, datelines, taken, phrases)
        if not places:
            return []
        surfaces = {place.surface: self._read(place) for place in places}
        in_datelines = {i for first, after in datelines for i in range(first, after)}
        self._weigh(pieces, places, surfaces, around, in_datelines)
        evidence = settle_surfaces(surfaces)
        return list(self._choose(pieces, places, surfaces, evidence, around, in_datelines, _Model(names)))

    def is_contested(self, pieces: Pieces, span: CountrySpan) -> bool:
        """Whether the country of this surface has to be decided by what stands around it."""
        return pieces.text(span.first, span.after) in self._contested

    def _gather(self, pieces, named, around, datelines, taken, phrases) -> list[_Place]:
        covered = {i for first, after in taken for i in range(first, after)}
        phrase_at = {i: span for span in phrases for i in range(*span)}
        places = [_Place(s.first, s.after, _key(pieces, s), s) for s in named]
        own = {(s.first, s.after) for s in named}
        for found in self._gazetteer.find(pieces, datelines):
            if (found.first, found.after) in own or not covered.isdisjoint(range(found.first, found.after)):
                continue
            inside = {phrase_at[i] for i in range(found.first, found.after) if i in phrase_at}
            if any(found[:2] == span or span[0] < found.first or span[1] > found.after for span in inside):
                continue
            if pieces.word(found.first - 1) in ("(", "/"):  # an agency
                continue
            kind = self._gazetteer.abbreviations.get(found.surface)
            if kind and not _follows_town(pieces, found.first, found.after, kind):
                continue
            place = _Place(found.first, found.after, found.surface, None)
            if not _is_part(place, around):
                places.append(place)
        return select_longest(places, len(pieces.words))

    def _read(self, place: _Place) -> Surface:
        """The readings of a place: those that are listed for it, or the dictionary's, and the gazetteer's."""
        readings = list(self._gazetteer.readings(place.surface))
        if contested := self._contested.get(place.surface):
            listed = [each.reading for each in contested]
            known = {(reading.entity_id, reading.region) for reading in listed}
            return Surface([*listed, *(r for r in readings if (r.entity_id, r.region) not in known)])
        if place.named is None:
            return Surface(readings)
        entity_id, layer = place.named.entity_id, place.named.layer
        if layer in _STAY:
            return Surface([Reading(entity_id, layer, "", _WEIGHTS[layer])])
        alike = "region" if layer == "region" else "city"
        same = [r for r in readings if r.entity_id == entity_id and r.layer == alike]
        largest = max(same, key=lambda r: r.weight, default=None)
        weight = _WEIGHTS.get(layer) or max(largest.weight + _KNOWN[layer] if largest else 0, _LEAST[layer])
        known = Reading(entity_id, layer, largest.region if largest and layer != "name" else "", weight)
        rivals = [r for r in readings if r is not largest and not (layer == "region" and r.layer == "region")]
        return Surface([known, *rivals])

    def _weigh(self, pieces, places, surfaces: dict[str, Surface], around: Surroundings, in_datelines) -> None:
        """Add to the readings what stands beside the places in the text."""
        if listed := surfaces.keys() & self._contested.keys():
            self._take_hints(pieces, places, {name: surfaces[name] for name in listed})
        self._take_locals(places, surfaces, around)
        for place, behind in zip(places, [*places[1:], None], strict=True):
            surface = surfaces[place.surface]
            named = place.named and place.named.layer == "name"
            if around.is_local(place.after) or (named and place.first in in_datelines):  # a report comes from a town
                for i, reading in enumerate(surface.readings):
                    surface.bonus[i] = max(surface.bonus[i], LOCAL if reading.layer == "city" else 0)
            if behind and behind.first == place.after + 2 and pieces.word(place.after) == ",":
                _state(surface, surfaces[behind.surface])

    def _take_locals(self, places: list[_Place], surfaces: dict[str, Surface], around: Surroundings) -> None:
        """In the paper of a small place, names are of its own country: strengthen those readings of all surfaces where
        several small places speak for one country, and hardly any for another."""
        local: dict[str, set[str]] = defaultdict(set)
        for place in places:
            owners = {reading.entity_id for reading in surfaces[place.surface].readings}
            if place.named is None and len(owners) == 1 and self._is_local(place, surfaces[place.surface], around):
                local[owners.pop()].add(place.surface)
        if not local:
            return
        country, most = max(local.items(), key=lambda item: (len(item[1]), item[0]))
        if len(most) < _FEWEST_LOCAL or len(most) < _MOST_LOCAL_PART * sum(map(len, local.values())):
            return
        added = min(len(most) * _OF_EACH_LOCAL, _OF_LOCALS)
        for surface in surfaces.values():
            for i, reading in enumerate(surface.readings):
                if reading.entity_id == country and reading.layer in ("city", "region"):
                    surface.bonus[i] += added

    def _is_local(self, place: _Place, surface: Surface, around: Surroundings) -> bool:
        """Whether a small town or county stands where a place would."""
        small = max(reading.weight for reading in surface.readings) < _LARGE
        where = around.says_where(place.first) or around.is_local(place.after) or place.surface.endswith(" County")
        return bool(small and where)

    def _take_hints(self, pieces: Pieces, places: list[_Place], surfaces: dict[str, Surface]) -> None:
        """Strengthen the listed readings of surfaces by the words that go with them; "Guinea-Bissau" is no Bissau."""
        inner = {i for place in places for i in range(place.first, place.after) if place.after - place.first > 1}
        words = {word for i, word in enumerate(pieces.words) if i not in inner}
        text = pieces.text(0, len(pieces.words))
        for name, surface in surfaces.items():
            for i, contested in enumerate(self._contested[name]):
                hits = sum(h in words if h.isalnum() else h in text for h in contested.hints)
                surface.bonus[i] += HINT * min(hits, 2)
            surface.alone = {contested.reading.layer for contested in self._contested[name]} <= {"name", "demonym"}

    def _choose(self, pieces, places, surfaces, evidence, around, in_datelines, model) -> Iterable[CountrySpan]:
        """The places that stand where a place does and whose country is settled, with what else they may be."""
        best = {name: surface.best() for name, surface in surfaces.items() if surface.readings}
        of_persons = self._find_persons(places, around, model)
        openings = {place.surface: place.first for place in reversed(places)}
        persons = {surface for surface, first in openings.items() if first in of_persons}  # named as one at first
        stated = {p.first for p, q in zip(places, places[1:], strict=False) if _is_stated(pieces, p, q, best)}
        elsewhere = any(p.named and p.named.layer != "embedded" for p in places)  # the article has countries of its own
        listed_behind = -1  # the end of the last accepted place, for lists: "in Gallatin, Hartsville and Lebanon"
        for place in places:
            reading, share = best[place.surface]
            dateline = place.first in in_datelines
            if share < SURE:
                continue
            sure = dateline or place.first in stated or place.surface in self._gazetteer.abbreviations
            person = place.first in of_persons or (place.surface in persons and not around.says_where(place.first))
            layer = self._layer(place, reading, around, sure, person)
            if place.named is None and layer == "embedded" and not self._is_known(place, reading):
                continue
            if place.named is None and layer not in ("", "embedded") and not sure:
                listed = _is_listed(pieces, place.first, listed_behind)
                sure_place = listed or (place.first, place.after) in model.places
                where = 1.0 if sure_place else around.says_where(place.first)
                support = evidence.support_of(surfaces[place.surface], reading)
                lonely = elsewhere and reading.weight < _LARGE and support < _SUPPORT
                if lonely or not self._is_place(place, reading, share, support, where, around):
                    continue
            if not layer:
                continue
            listed_behind = place.after
            confidence = round(share * CONFIDENCE[layer], 3)
            others = sorted(surfaces[place.surface].countries().items(), key=lambda c: -c[1])
            alternatives = " ".join(c for c, s in others if c != reading.entity_id and s >= 0.05)
            layer = "dateline" if dateline else layer
            rule = "gazetteer" if place.named is None else "context" if len(others) > 1 else "dictionary"
            yield CountrySpan(place.first, place.after, reading.entity_id, layer, confidence, alternatives, rule)

    def _is_models_person(self, place: _Place, model: _Model) -> bool:
        """Whether the model takes it for a person; on one word alone, a country's name that is nothing else stands."""
        sure = place.named and place.named.layer == "name" and place.surface not in self._contested
        return place.first in model.persons or (not sure and place.first in model.single_names)

    def _find_persons(self, places: list[_Place], around: Surroundings, model: _Model) -> set[int]:
        """The first pieces of the places that are part of a person's name."""
        found = {
            p.first
            for p in places
            if _may_be_name(p) and (around.is_person(p.first, p.after) or self._is_models_person(p, model))
        }
        ends = {place.after for place in places}
        cities = (p for p in places if p.named and p.named.layer in _KNOWN and p.first - 1 not in ends)
        return found | {p.first for p in cities if around.is_second_name(p.first)}

    def _layer(self, place: _Place, reading: Reading, around: Surroundings, sure: bool, person: bool) -> str:
        """The layer of a place here, "embedded" inside a longer name; "" if it is no place at all."""
        if reading.layer == "demonym" and around.is_language(place.first, place.after):
            return ""
        if reading.layer in _STAY or sure:
            return reading.layer
        if person or around.is_street(place.after):
            return ""
        return "embedded" if around.is_embedded(place.first, place.after) else reading.layer

    def _is_known(self, place: _Place, reading: Reading) -> bool:
        """Whether a large town, whose name is nothing else."""
        return self._gazetteer.common(place.surface) in ("", "country") and reading.weight >= _LARGE

    def _is_place(
        self, place: _Place, reading: Reading, share: float, support: float, where: float, around: Surroundings
    ) -> bool:
        """Whether a town or region of the gazetteer is meant here, as far as its surroundings tell."""
        common, local = self._gazetteer.common(place.surface), around.is_local(place.after)
        if reading.layer == "region":
            return where == 1.0 or (common not in _WORDS and (where > 0 or support >= _SUPPORT))
        if common in _WORDS:
            return where == 1.0 and share > 0.9 and reading.weight >= _LARGE
        if common in _PERSONAL or common == "country":
            return local or where == 1.0
        return local or where == 1.0 or (where > 0 and reading.weight >= _SMALL) or reading.weight >= _LARGE


def _is_part(place: _Place, around: Surroundings) -> bool:
    """Whether a surface of the gazetteer is part of another name here: "Barton Street", "Houston Baker"."""
    first, after = place.first, place.after
    return around.is_part(first, after) or around.is_person(first, after) or around.before(first) == "the"


def _may_be_name(place: _Place) -> bool:
    return place.named is None or place.named.layer not in _STAY


def _key(pieces: Pieces, span: CountrySpan) -> str:
    """The surface of a country, "ROME" as "Rome"; one inside an organisation's name is another than on its own."""
    written = pieces.text(span.first, span.after)
    if written.isupper() and len(written) > _SHORTEST_SHOUT:
        written = capwords(written)
    return f"{written} (embedded)" if span.layer == "embedded" else written


def _follows_town(pieces: Pieces, first: int, after: int, kind: str) -> bool:
    """Whether an abbreviated region stands behind a capitalised word and a comma, or before "-based"."""
    if pieces.word(first - 2) == "," and pieces.word(first - 3)[:1].isupper():
        return True
    return kind == "abbreviation" and (pieces.word(after), pieces.word(after + 1)) == ("-", "based")


def _consistent(town: Reading, region: Reading) -> bool:
    if town.layer not in ("city", "capital", "region") or town.entity_id != region.entity_id:
        return False
    return region.layer == "name" or (region.layer == "region" and bool(region.region) and region.region == town.region)


def _state(town: Surface, region: Surface) -> None:
    """Strengthen the pair of readings that fit "Town, Region" best."""
    listing = "name" in (r.layer for r in town.readings)  # "China, Japan" lists countries
    pairs = [
        (t.weight + r.weight, i, j)
        for i, t in enumerate(town.readings)
        for j, r in enumerate(region.readings)
        if _consistent(t, r) and not (listing and r.layer == "name")
    ]
    if pairs:
        _, i, j = max(pairs)
        town.bonus[i], region.bonus[j] = max(town.bonus[i], STATED), max(region.bonus[j], STATED)


def _is_stated(pieces: Pieces, town: _Place, region: _Place, best: Mapping[str, tuple[Reading, float]]) -> bool:
    if region.first != town.after + 2 or pieces.word(town.after) != ",":
        return False
    return _consistent(best[town.surface][0], best[region.surface][0])


def _is_listed(pieces: Pieces, first: int, behind: int) -> bool:
    """Whether only a comma or an "and" stands between an accepted town and this."""
    between = "".join(pieces.word(i) for i in range(behind, first)) if 0 < first - behind < 6 else ""
    return between in (", ", " and ", " or ", ", and ", ", or ")
