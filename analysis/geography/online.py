"""Online geocoding services, for those who ask for one: slow on purpose, remembered on disk, honest about failure."""

from __future__ import annotations

import inspect
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from geopy.adapters import URLLibAdapter
from geopy.exc import (
    ConfigurationError,
    GeocoderAuthenticationFailure,
    GeocoderInsufficientPrivileges,
    GeocoderQuotaExceeded,
    GeocoderServiceError,
    GeocoderTimedOut,
)
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import Nominatim, Photon
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location

from analysis import __version__
from analysis.errors import InputProblem
from analysis.geography.gazetteer import countries

SERVICES: dict[str, type[Geocoder]] = {"nominatim": Nominatim, "photon": Photon}  # those that need no account
USER_AGENT = f"Dateline/{__version__} (news analysis; places of a corpus)"
REMEMBERED = timedelta(days=180)
MOST_FAILURES = 3  # in a row, after which a service is left alone

_REFUSALS = (GeocoderAuthenticationFailure, GeocoderInsufficientPrivileges, GeocoderQuotaExceeded)
_RUBBISH = (AttributeError, IndexError, KeyError, TypeError, ValueError)  # what parsing something unforeseen raises


class _Refused(Exception):
    """A refusal on its way past the rate limiter, which would try again."""


class OnlineGeocoder:
    """A geopy service behind a rate limit, an on-disk cache and a fuse.

    `geocode` and `reverse` return a Location, or None when the service says that there is no such place; both answers
    are remembered. They raise GeocoderServiceError, which is never remembered, when the service fails: the message is a
    sentence for the reader. After a refusal, or MOST_FAILURES failures in a row, it is not asked again.
    """

    def __init__(
        self,
        service: Geocoder,
        cache: str | Path,
        *,
        delay_seconds: float = 1.1,  # Nominatim's policy allows one query a second
        retries: int = 2,
        wait_seconds: float = 5.0,
    ) -> None:
        self.service, self.name = service, type(service).__name__.lower()
        self.cache = Path(cache)
        try:
            self.cache.parent.mkdir(parents=True, exist_ok=True)
            with closing(self._connect()) as connection, connection:
                connection.execute(
                    "CREATE TABLE IF NOT EXISTS answers (service TEXT, query TEXT, country TEXT, day TEXT, "
                    "address TEXT, latitude REAL, longitude REAL, PRIMARY KEY (service, query, country))"
                )
        except (OSError, sqlite3.Error) as fault:
            raise InputProblem(
                f"Answers of the geocoder cannot be kept in {cache}: {fault}.",
                "Delete that file, or set XDG_CACHE_HOME to a folder that can be written to.",
            ) from None
        self._origin = f"{self.name} {getattr(service, 'domain', '')}".strip()
        limits = {"min_delay_seconds": delay_seconds, "max_retries": retries, "error_wait_seconds": wait_seconds}
        self._limited = RateLimiter(self._call, swallow_exceptions=False, **limits)
        self._failures, self._given_up = 0, ""

    @classmethod
    def of(cls, name: str, cache: str | Path, *, server: str | None = None, **limits) -> OnlineGeocoder:
        """The service of that name in SERVICES, or the same software at `server`, as in localhost:8080 or http://host."""
        if name not in SERVICES:
            raise InputProblem(f"No geocoding service is called {name!r}.", f"Choose {' or '.join(SERVICES)}.")
        where = {}
        if server:
            scheme, _, domain = server.rpartition("://")
            where = {"domain": domain, "scheme": scheme or "https"}
        try:
            # geopy's other adapter asks again at once, twice, when a connection fails: past the rate limit.
            service = SERVICES[name](user_agent=USER_AGENT, timeout=10, adapter_factory=URLLibAdapter, **where)
            return cls(service, cache, **limits)
        except ConfigurationError as error:
            raise InputProblem(f"{server} is no address of a server: {error}", "Give it as http://host:port.") from None

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        timeout: float | None = DEFAULT_SENTINEL,
        country_codes: str | None = None,
    ) -> Location | list[Location] | None:
        """The first place of that name; with `country_codes` (ISO 3166-1 alpha-2), in that country."""
        bias = {}
        asked = query
        if country_codes and "country_codes" in inspect.signature(self.service.geocode).parameters:
            bias = {"country_codes": country_codes.lower()}
        elif country_codes:
            known = countries()
            asked = ", ".join([query, *known.name[known.iso2 == country_codes.upper()]])
        key = (self._origin, query, (country_codes or "").upper())
        found = self._remember(key, lambda: self._limited("geocode", asked, timeout=timeout, **bias))
        return found if exactly_one or found is None else [found]

    def reverse(
        self, query, *, exactly_one: bool = True, timeout: float | None = DEFAULT_SENTINEL
    ) -> Location | list[Location] | None:
        """The place at a point (latitude, longitude)."""
        found = self._remember(
            (self._origin, str(query), "at"), lambda: self._limited("reverse", query, timeout=timeout)
        )
        return found if exactly_one or found is None else [found]

    def _remember(self, key: tuple[str, str, str], ask: Callable[[], Location | None]) -> Location | None:
        since = (date.today() - REMEMBERED).isoformat()
        with closing(self._connect()) as connection, connection:
            row = connection.execute(
                "SELECT address, latitude, longitude FROM answers WHERE (service, query, country) = (?, ?, ?) "
                "AND day >= ?",
                (*key, since),
            ).fetchone()
        if row:
            return None if row[1] is None else Location(row[0], row[1:], {"located_by": "cache"})
        found = self._ask(ask)
        answer = (found.address, found.latitude, found.longitude) if found else (None, None, None)
        with closing(self._connect()) as connection, connection:
            connection.execute(
                "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?)", (*key, date.today().isoformat(), *answer)
            )
        return found and Location(found.address, (found.latitude, found.longitude), {"located_by": self.name})

    def _ask(self, ask: Callable[[], Location | None]) -> Location | None:
        if self._given_up:
            raise GeocoderServiceError(f"{self._origin} was not asked: {self._given_up}")
        try:
            found = ask()
        except _Refused as refusal:
            self._given_up = f"it refused an earlier question ({refusal})."
            raise GeocoderServiceError(f"{self._origin} refused to answer ({refusal}).") from None
        except GeocoderServiceError as error:
            self._failures += 1
            if self._failures >= MOST_FAILURES:
                self._given_up = f"it had failed before ({_say(error)})."
            raise GeocoderServiceError(f"{self._origin} failed ({_say(error)}); it may know the place.") from None
        self._failures = 0
        return found

    def _call(self, method: str, query, **options) -> Location | None:
        """One question to the service; whatever goes wrong leaves as a GeocoderServiceError or as _Refused."""
        try:
            found = getattr(self.service, method)(query, exactly_one=True, **options)
            if found is not None and not (-90 <= found.latitude <= 90 and -180 <= found.longitude <= 180):
                raise ValueError("no such coordinates")
            if found is not None and found.latitude == found.longitude == 0:  # geopy's for none; open sea
                raise ValueError("no coordinates")
        except _REFUSALS as refusal:
            raise _Refused(_say(refusal)) from None
        except _RUBBISH as error:
            raise GeocoderServiceError(f"its answer is no place: {error!r}") from None
        return found

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self.cache, timeout=30)


def _say(error: Exception) -> str:
    if isinstance(error, GeocoderTimedOut):
        return "no answer in time"
    return " ".join(str(error).split())[:200] or type(error).__name__
