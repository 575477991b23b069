"""locate_: where the countries and places of a corpus lie. Offline, unless a service is asked for by name."""

from analysis.geography.borders import TOPOJSON
from analysis.geography.gazetteer import Gazetteer, countries, disputed_places
from analysis.geography.online import SERVICES, OnlineGeocoder
from analysis.geography.places import Located, locate_entities

__all__ = [
    "SERVICES",
    "TOPOJSON",
    "Gazetteer",
    "Located",
    "OnlineGeocoder",
    "countries",
    "disputed_places",
    "locate_entities",
]
