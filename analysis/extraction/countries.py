"""Countries by dictionary: which written form names which country, and by which layer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from analysis.extraction.knowledge import CountryForm
from analysis.extraction.matcher import Forms, Match, Pieces, select_longest

# How often a form of the layer means the country: set by judgement, for sorting and filtering rather than as a chance.
CONFIDENCE = {
    "name": 1.0,
    "demonym": 0.95,
    "capital": 0.9,
    "city": 0.85,
    "region": 0.85,
    "metonym": 0.8,
    "dateline": 0.9,
    "embedded": 0.7,
}
_PLACES = ("name", "capital", "city", "region")
_SHORTEST_CAPITALS = 4  # letters a form needs to be looked for in a line of capitals, where "us" and "US" look alike


class CountrySpan(NamedTuple):
    """A country at pieces `first` up to but not including `after`."""

    first: int
    after: int
    entity_id: str
    layer: str
    confidence: float = 1.0
    alternatives: str = ""  # ids of the other countries it may be, the likeliest first, joined by spaces
    rule: str = "dictionary"


class Countries:
    """The dictionary of country forms. A phrase without a country ("Indian Ocean") outbids the form inside it."""

    def __init__(self, country_forms: Iterable[CountryForm]) -> None:
        self._forms, self._capitals = Forms(), Forms()
        country_forms = list(country_forms)
        for form in country_forms:
            value = (form.entity_id, form.layer)
            self._forms.add(form.surface, value)
            if len(form.surface) >= _SHORTEST_CAPITALS:
                self._capitals.add(form.surface.upper(), value)
        self._inside = dict(filter(None, map(self._read_inside, country_forms)))

    def is_form(self, surface: str) -> bool:
        """Whether this is, as a whole, a written form of a country (or of a phrase that looks like one)."""
        return self._whole(self._forms, surface) is not None

    def is_place(self, surface: str) -> bool:
        """Whether this is a country or a place in one, as written or in capitals."""
        match = self._whole(self._forms, surface) or self._whole(self._capitals, surface)
        return match is not None and any(layer in _PLACES for _, layer in match.values)

    def find(
        self, pieces: Pieces, capitals: Sequence[tuple[int, int]], datelines: Sequence[tuple[int, int]]
    ) -> list[CountrySpan]:
        """Every country, without overlap (longest form, then earliest), in text order; and every phrase that only
        looks like one ("Indian Ocean"), with no entity_id. Inside an organisation's name the country alone is marked.

        `capitals` and `datelines` are ranges of pieces; in both, forms are looked for in capitals as well. A form in
        capitals that could be two countries is none.
        """
        matches = [*self._forms.find(pieces), *self._capitals.find(pieces, [*capitals, *datelines])]
        spans = select_longest((_span(m) for m in matches), len(pieces.words))
        starts = {span.first for span in spans if span.entity_id}
        found = []
        for span in spans:
            if span.layer == "embedded":
                first, after = self._inside.get(pieces.text(span.first, span.after), (0, span.after - span.first))
                span = span._replace(first=span.first + first, after=span.first + after)
            # "Indo-Pakistani", whose hyphen belongs to neither; "Indo-Pacific" is no country
            if pieces.word(span.after - 1) == "-":
                if span.after not in starts:
                    continue
                span = span._replace(after=span.after - 1)
            found.append(span)
        return found

    def _read_inside(self, form: CountryForm) -> tuple[str, tuple[int, int]] | None:
        """Where in an organisation's name its country stands: pieces 4 to 5 of "Bank of England"."""
        if form.layer != "embedded":
            return None
        pieces = Pieces(form.surface)
        size = len(pieces.words)
        for length in range(size - 1, 0, -1):
            for first in range(size - length + 1):
                if pieces.word(first) == " " or pieces.word(first + length - 1) == " ":
                    continue
                match = self._whole(self._forms, pieces.text(first, first + length))
                if match and any(entity_id == form.entity_id for entity_id, _ in match.values):
                    return form.surface, (first, first + length)
        return None

    @staticmethod
    def _whole(forms: Forms, surface: str) -> Match | None:
        pieces = Pieces(surface)
        match = forms.longest(pieces, 0)
        return match if match and match.after == len(pieces.words) else None


def _span(match: Match) -> CountrySpan:
    """The match's country; none ("") when its form stands for several."""
    entity_ids = {entity_id for entity_id, _ in match.values}
    entity_id, layer = match.values[0] if len(entity_ids) == 1 else ("", "")
    return CountrySpan(match.first, match.after, entity_id, layer)


def settle_countries(
    countries: Sequence[CountrySpan], actors: Sequence, owners: Mapping[str, str]
) -> list[CountrySpan]:
    """The countries that remain beside the actors (spans with `kind`, in text order, not overlapping).

    Part of a person's name ("President Chad Smith") is no country; part of an organisation's name ("Bank of Russia") is
    layer embedded; the whole of one keeps its layer, and so does the country that a body of its own government begins
    with ("Russian Foreign Ministry"): `owners` has the country of such bodies by entity_id.
    """
    kept, i = [], 0
    for country in countries:
        while i < len(actors) and actors[i].after <= country.first:
            i += 1
        actor = actors[i] if i < len(actors) and actors[i].first < country.after else None
        if actor is None or (actor.kind != "person" and country[:2] == (actor.first, actor.after)):
            kept.append(country)
        elif actor.kind != "person":
            inside = actor.first <= country.first and country.after <= actor.after
            own = country.first == actor.first and owners.get(actor.entity_id) == country.entity_id
            kept.append(country._replace(layer="embedded") if inside and not own else country)
    return kept


def embed_countries(countries: Sequence[CountrySpan], actors: Sequence, owners: Mapping[str, str]) -> list[CountrySpan]:
    """The countries, those inside the name of an organisation in layer embedded, as `settle_countries` has it.

    A body of government or a party is of the country, or the part of one, that its name begins with.
    """
    organisations = [actor for actor in actors if actor.kind == "organisation"]
    return settle_countries(countries, organisations, owners)
