"""Where entities lie: every entity is placed, or it is said why not."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd
from geopy.exc import GeopyError

from analysis.geography.gazetteer import Gazetteer, countries
from analysis.tables import PLACES, UNPLACED

LOCATED_KINDS = ("country", "place")
_NO_PLACE = {
    "person": "A person has no place of their own.",
    "organisation": "An organisation has no place of its own.",
    "group": "A group of people has no place of its own.",
}


@dataclass(frozen=True)
class Located:
    """Every entity once: in `places` (PLACES), or in `unplaced` (UNPLACED) with the reason."""

    places: pd.DataFrame
    unplaced: pd.DataFrame


def locate_entities(
    entities: pd.DataFrame,
    geocoders: Sequence | None = None,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> Located:
    """The places of ENTITIES, by the first of `geocoders` that knows them; without any, by the bundled gazetteer.

    A geocoder is anything with geopy's `geocode`; one that takes `country_codes` is told the entity's country. One that
    fails leaves its entities unplaced, with what it said, unless a later one knows them. `progress(done, of)` is called
    after each entity that has to be looked up."""
    asked = [Gazetteer()] if geocoders is None else list(geocoders)
    wanted = entities[entities.kind.isin(LOCATED_KINDS)]
    iso2 = dict(zip(countries().entity_id, countries().iso2, strict=True))
    places, unplaced = [], [(r.entity_id, _NO_PLACE[r.kind]) for r in entities.itertuples() if r.kind in _NO_PLACE]
    for done, row in enumerate(wanted.itertuples(), start=1):
        place, reason = _locate(row.name, iso2.get(row.country or row.entity_id), asked)
        if place:
            places.append((row.entity_id, *place))
        else:
            unplaced.append((row.entity_id, reason))
        if progress:
            progress(done, len(wanted))
    return Located(
        PLACES.of(pd.DataFrame(places, columns=list(PLACES.columns))),
        UNPLACED.of(pd.DataFrame(unplaced, columns=list(UNPLACED.columns))),
    )


def _locate(name: str, iso2: str | None, geocoders: Sequence) -> tuple[tuple[float, float, str] | None, str]:
    """(latitude, longitude, located_by) and no reason, or no place and the reason."""
    reasons = []
    for geocoder in geocoders:
        called = getattr(geocoder, "name", type(geocoder).__name__.lower())
        takes_country = iso2 and "country_codes" in inspect.signature(geocoder.geocode).parameters
        try:
            found = geocoder.geocode(name, exactly_one=True, **({"country_codes": iso2} if takes_country else {}))
        except GeopyError as error:
            reasons.append(f"{error}")
            continue
        if found is not None:
            source = found.raw.get("located_by", called) if isinstance(found.raw, dict) else called
            return (found.latitude, found.longitude, source), ""
        reasons.append(f"The {called} knows no place of this name.")
    return None, " ".join(reasons)
