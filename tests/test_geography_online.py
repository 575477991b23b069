"""An online geocoder against a server on loopback that speaks Nominatim's API, and one that speaks nonsense."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from geopy.exc import GeocoderServiceError
from geopy.location import Location

from analysis.errors import InputProblem
from analysis.geography import Gazetteer, OnlineGeocoder, locate_entities
from analysis.geography.online import MOST_FAILURES, USER_AGENT
from analysis.tables import ENTITIES

BRATSK = {"lat": "56.1514", "lon": "101.6335", "display_name": "Bratsk, Irkutsk Oblast, Russia"}
QUICK = {"delay_seconds": 0.0, "wait_seconds": 0.0}


class Service:
    """A server and what it was asked. `reply` turns the parameters of a question into (status, body)."""

    def __init__(self) -> None:
        self.asked: list[dict] = []
        self.times: list[float] = []
        self.reply: Callable[[dict], tuple[int, bytes | dict | list]] = answer
        self.headers: dict[str, str] = {}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def start(self) -> None:
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                url = urlsplit(self.path)
                asked = {name: values[0] for name, values in parse_qs(url.query).items()}
                service.asked.append({"path": url.path, "agent": self.headers["User-Agent"], **asked})
                service.times.append(time.monotonic())
                status, body = service.reply(asked)
                content = body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response(status)
                for name, value in {"Content-Length": str(len(content)), **service.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()


def answer(asked: dict) -> tuple[int, dict | list]:
    """What Nominatim would say of Bratsk, and that it knows no other place."""
    if "lat" in asked:
        return 200, BRATSK if float(asked["lat"]) > 50 else {"error": "Unable to geocode"}
    known = "bratsk" in asked["q"].casefold() and asked.get("countrycodes", "ru") == "ru"
    return 200, [BRATSK] if known else []


@pytest.fixture
def service() -> Iterator[Service]:
    service = Service()
    service.start()
    yield service
    service.server.shutdown()
    service.server.server_close()


@pytest.fixture
def online(service, tmp_path) -> OnlineGeocoder:
    return OnlineGeocoder.of("nominatim", tmp_path / "cache.sqlite", server=service.address, retries=0, **QUICK)


def test_a_place_is_asked_for_in_its_country_under_our_own_name(service, online):
    found = online.geocode("Bratsk", exactly_one=True, timeout=5, country_codes="RU")
    assert isinstance(found, Location)
    assert (found.address, found.latitude, found.longitude) == (BRATSK["display_name"], 56.1514, 101.6335)
    assert found.raw == {"located_by": "nominatim"}
    (asked,) = service.asked
    assert (asked["path"], asked["q"], asked["countrycodes"]) == ("/search", "Bratsk", "ru")
    assert asked["agent"] == USER_AGENT and "geopy" not in USER_AGENT


def test_the_call_is_geopys(online):
    assert online.geocode("Bratsk", exactly_one=False)[0].latitude == 56.1514
    assert online.geocode("Atlantis", exactly_one=False) is None
    assert online.reverse((56.15, 101.63)).address == BRATSK["display_name"]
    assert online.reverse("56.15, 101.63", exactly_one=False)[0].longitude == 101.6335
    assert online.reverse((0.0, -30.0)) is None


def test_answers_are_remembered_on_disk_those_of_no_such_place_too(service, online, tmp_path):
    assert online.geocode("Bratsk").raw == {"located_by": "nominatim"}
    assert online.geocode("Atlantis") is None
    again = OnlineGeocoder.of("nominatim", tmp_path / "cache.sqlite", server=service.address, **QUICK)
    assert again.geocode("Bratsk").raw == {"located_by": "cache"}
    assert again.geocode("Bratsk").point == online.geocode("Bratsk").point
    assert again.geocode("Atlantis") is None
    assert len(service.asked) == 2
    assert again.geocode("Bratsk", country_codes="FR") is None  # another question
    assert len(service.asked) == 3


def test_another_server_has_answers_of_its_own(service, online, tmp_path):
    online.geocode("Bratsk")
    elsewhere = service.address.replace("127.0.0.1", "localhost")
    OnlineGeocoder.of("nominatim", tmp_path / "cache.sqlite", server=elsewhere, **QUICK).geocode("Bratsk")
    assert len(service.asked) == 2


@pytest.mark.parametrize("status", [401, 403, 429])
def test_after_a_refusal_the_service_is_left_alone(service, online, status):
    service.reply = lambda asked: (status, b"Go away")
    with pytest.raises(GeocoderServiceError, match=r"refused to answer \(.*" + str(status)):
        online.geocode("Bratsk")
    service.reply = answer
    with pytest.raises(GeocoderServiceError, match="was not asked: it refused an earlier question"):
        online.geocode("Perm")
    assert len(service.asked) == 1


def test_a_refusal_is_not_tried_again(service, tmp_path):
    service.reply = lambda asked: (429, b"")
    eager = OnlineGeocoder.of("nominatim", tmp_path / "cache.sqlite", server=service.address, retries=5, **QUICK)
    with pytest.raises(GeocoderServiceError):
        eager.geocode("Bratsk")
    assert len(service.asked) == 1


def test_a_failure_that_passes_is_tried_again(service, tmp_path):
    service.reply = lambda asked: (503, b"") if len(service.asked) < 3 else answer(asked)
    patient = OnlineGeocoder.of("nominatim", tmp_path / "cache.sqlite", server=service.address, retries=2, **QUICK)
    assert patient.geocode("Bratsk").latitude == 56.1514
    assert len(service.asked) == 3


def test_a_time_out_is_a_failure_and_not_remembered(service, online):
    service.reply = lambda asked: (time.sleep(0.5), answer(asked))[1]
    with pytest.raises(GeocoderServiceError, match=r"failed \(no answer in time\); it may know the place"):
        online.geocode("Bratsk", timeout=0.1)
    assert len(service.asked) == 1  # nor asked again behind the rate limiter's back
    service.reply = answer
    assert online.geocode("Bratsk").latitude == 56.1514


RUBBISH = {
    "a page": b"<!doctype html><title>Log in to the hotel's network</title>",
    "nothing": b"",
    "bytes": b"\xff\xfe\x00\x9f",
    "half": b'[{"lat": "56.1',
    "a number": b"42",
    "a word": b'"Bratsk"',
    "a list of words": b'["Bratsk"]',
    "no coordinates": b'[{"display_name": "Bratsk"}]',
    "no numbers": b'[{"lat": "north", "lon": "east", "display_name": "Bratsk"}]',
    "not on Earth": b'[{"lat": "456", "lon": "1", "display_name": "Bratsk"}]',
    "not a number": b'[{"lat": "NaN", "lon": "1", "display_name": "Bratsk"}]',
    "no name": b'[{"lat": "56.15", "lon": "101.63", "display_name": null}]',
}


@pytest.mark.parametrize("body", RUBBISH.values(), ids=RUBBISH)
def test_rubbish_is_a_failure_and_not_no_such_place(service, online, body):
    service.reply = lambda asked: (200, body)
    with pytest.raises(GeocoderServiceError, match="127.0.0.1.* failed"):
        online.geocode("Bratsk")
    service.reply = answer
    assert online.geocode("Bratsk").raw == {"located_by": "nominatim"}  # nothing of it was remembered


def test_an_answer_cut_short_is_a_failure(service, online):
    service.headers = {"Content-Length": "100000"}
    with pytest.raises(GeocoderServiceError, match="failed"):
        online.geocode("Bratsk", timeout=2)


@pytest.mark.parametrize("status", [400, 404, 500, 502, 503])
def test_an_error_of_the_server_is_a_failure(service, online, status):
    service.reply = lambda asked: (status, b"[]")
    with pytest.raises(GeocoderServiceError, match="failed"):
        online.geocode("Bratsk")


def test_a_service_that_keeps_failing_is_left_alone_and_a_single_failure_is_forgiven(service, online):
    for _ in range(2):
        service.reply = lambda asked: (500, b"")
        for i in range(MOST_FAILURES - 1):
            with pytest.raises(GeocoderServiceError, match="failed"):
                online.geocode(f"Place {i}")
        service.reply = answer
        assert online.geocode(f"Bratsk {len(service.asked)}").latitude == 56.1514
    service.reply = lambda asked: (500, b"")
    for i in range(MOST_FAILURES):
        with pytest.raises(GeocoderServiceError, match="failed"):
            online.geocode(f"Place {i}")
    asked = len(service.asked)
    with pytest.raises(GeocoderServiceError, match="was not asked: it had failed before"):
        online.geocode("Perm")
    assert len(service.asked) == asked


def test_nobody_at_the_address_is_a_failure(service, tmp_path):
    service.server.server_close()
    online = OnlineGeocoder.of("nominatim", tmp_path / "c.sqlite", server=service.address, retries=0, **QUICK)
    with pytest.raises(GeocoderServiceError, match="failed"):
        online.geocode("Bratsk", timeout=2)


def test_questions_keep_their_distance(service, tmp_path):
    slow = OnlineGeocoder.of("nominatim", tmp_path / "c.sqlite", server=service.address, delay_seconds=0.2)
    for name in ("Bratsk", "Perm", "Bratsk", "Omsk"):
        slow.geocode(name)
    assert len(service.times) == 3
    assert min(b - a for a, b in zip(service.times, service.times[1:], strict=False)) > 0.18


def test_a_service_without_country_codes_is_told_the_country_in_words(service, tmp_path):
    feature = {"geometry": {"coordinates": [101.6, 56.1]}, "properties": {"name": "Bratsk"}}
    service.reply = lambda asked: (200, {"features": [feature]})
    photon = OnlineGeocoder.of("photon", tmp_path / "c.sqlite", server=service.address, **QUICK)
    assert photon.geocode("Bratsk", country_codes="RU").raw == {"located_by": "photon"}
    assert service.asked[0]["q"] == "Bratsk, Russia"


def test_entities_are_placed_or_it_is_said_which_failed_and_which_is_none(service, online):
    rows = [("RUS", "country", "Russia", ""), ("b", "place", "Bratsk", "RUS"), ("x", "place", "Xanadu", "")]
    table = ENTITIES.of(
        [
            dict(zip(("entity_id", "kind", "name", "country"), row, strict=True)) | {"type": "", "described": ""}
            for row in rows
        ]
    )
    located = locate_entities(table, [Gazetteer(), online])
    assert located.places[["entity_id", "located_by"]].values.tolist() == [["RUS", "gazetteer"], ["b", "nominatim"]]
    assert [a["q"] for a in service.asked] == ["Bratsk", "Xanadu"]  # never what the gazetteer knows
    none = "The gazetteer knows no place of this name. The nominatim knows no place of this name."
    assert located.unplaced.reason.tolist() == [none]
    service.reply = lambda asked: (403, b"")
    table["name"] = table["name"].replace("Xanadu", "Shangri-La")
    assert "refused to answer" in locate_entities(table, [Gazetteer(), online]).unplaced.reason[0]


def test_a_service_that_is_not_known_or_a_cache_that_cannot_be_is_said(tmp_path):
    with pytest.raises(InputProblem, match="No geocoding service is called 'maps'. Choose nominatim or photon"):
        OnlineGeocoder.of("maps", tmp_path / "c.sqlite")
    (tmp_path / "file").write_text("no database, but more than a hundred characters of something else " * 9)
    for cache in (tmp_path / "file", tmp_path / "file" / "c.sqlite", tmp_path):
        with pytest.raises(InputProblem, match="Answers of the geocoder cannot be kept in"):
            OnlineGeocoder.of("nominatim", cache)
