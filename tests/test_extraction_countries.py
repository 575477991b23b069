"""Countries: names inside other words and names, layers, datelines, headlines."""

from __future__ import annotations

import pytest

from analysis.extraction import load_extractor
from tests.small_knowledge import load_small, show


@pytest.fixture(scope="module")
def extractor():
    return load_extractor()


@pytest.fixture
def countries(extractor):
    return lambda text: show(extractor, text, "country")


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return load_small(tmp_path_factory.mktemp("knowledge"))


def test_woman_is_not_oman(countries):
    assert countries("A woman from Romania flew to Oman.") == [("Romania", "ROU", "name"), ("Oman", "OMN", "name")]


def test_niger_is_not_nigeria(countries):
    assert countries("Niger and Nigeria talk.") == [("Niger", "NER", "name"), ("Nigeria", "NGA", "name")]


def test_south_sudan_is_not_sudan(countries):
    assert countries("South Sudan left Sudan.") == [("South Sudan", "SSD", "name"), ("Sudan", "SDN", "name")]


def test_guinea_bissau_is_not_guinea(countries):
    assert countries("Guinea-Bissau, Guinea and Equatorial Guinea") == [
        ("Guinea-Bissau", "GNB", "name"),
        ("Guinea", "GIN", "name"),
        ("Equatorial Guinea", "GNQ", "name"),
    ]


def test_us_with_dots(countries):
    assert countries("The U.S. and the US told us: U.S.-led talks, the U.S.'s own.") == [
        ("U.S.", "USA", "name"),
        ("US", "USA", "name"),
        ("U.S.", "USA", "name"),
        ("U.S.", "USA", "name"),
    ]


def test_ussr_is_not_the_us(small):
    assert show(small, "the U.S.S.R. and A.U.S. Inc.", "country") == []


@pytest.mark.parametrize("apostrophe", ["'", "’"])
def test_possessive(countries, apostrophe):
    assert countries(f"India{apostrophe}s and Russia{apostrophe}s plans") == [
        ("India", "IND", "name"),
        ("Russia", "RUS", "name"),
    ]


@pytest.mark.parametrize("apostrophe", ["'", "’"])
def test_apostrophe_within_a_name(countries, apostrophe):
    name = f"Côte d{apostrophe}Ivoire"
    assert countries(f"In {name}, rain.") == [(name, "CIV", "name")]


def test_hyphenated_pairs(countries):
    assert countries("Russian-Indian and India–Russia trade, US-led, Russian-made, anti-Russian") == [
        ("Russian", "RUS", "demonym"),
        ("Indian", "IND", "demonym"),
        ("India", "IND", "name"),
        ("Russia", "RUS", "name"),
        ("US", "USA", "name"),
        ("Russian", "RUS", "demonym"),
        ("Russian", "RUS", "demonym"),
    ]


def test_accents_and_case_count(countries):
    assert countries("turkey, china and the polish of a russian doll; Pérú") == []


def test_a_name_broken_over_lines(countries):
    assert countries("In South\nKorea and South\n\nSudan") == [
        ("South\nKorea", "KOR", "name"),
        ("Sudan", "SDN", "name"),
    ]


def test_an_address_on_the_web_names_no_country(countries):
    assert countries("See https://example.org/India/Russia or www.example.org/India. India") == [
        ("India", "IND", "name")
    ]


def test_a_phrase_outbids_the_name_inside_it(countries):
    assert countries("Ships crossed the Indian Ocean to India.") == [("India", "IND", "name")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Kremlin agreed.", [("Kremlin", "RUS", "metonym")]),
        ("fighting in Donbass", [("Donbass", "UKR", "region")]),
        ("Western hegemony, the West, Maidan", []),
        ("New Delhi said", [("New Delhi", "IND", "capital")]),
    ],
)
def test_layers(countries, text, expected):
    assert countries(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MOSCOW, Dec 3 (TASS) — Russia agreed.", ["MOSCOW dateline", "Russia name"]),
        ("NEW DELHI (Reuters) - India agreed.", ["NEW DELHI dateline", "India name"]),
        ("KYIV, Ukraine — Talks began.", ["KYIV dateline", "Ukraine dateline"]),
        ("Moscow, 3 December – Talks began.", ["Moscow dateline"]),
        ("New Delhi, Dec 4: Talks began.", ["New Delhi dateline"]),
        ("NEW DELHI: Talks began.", ["NEW DELHI dateline"]),
        ("Headline\n\nMOSCOW (AP) — Talks began.", ["MOSCOW dateline"]),
        ("Moscow – the capital – is cold.", ["Moscow capital"]),
        ("Moscow: talks began.", ["Moscow capital"]),
        ("WAR — Russia attacks.", ["Russia name"]),
    ],
)
def test_dateline(countries, text, expected):
    assert [f"{surface} {layer}" for surface, _, layer in countries(text)] == expected


def test_an_agency_in_a_dateline_is_no_actor(small):
    text = "MOSCOW (United Nations) — The United Nations met."
    assert show(small, text, "organisation") == [("United Nations", "united-nations", "name")]
    assert small.find(text).mentions[1]["start"] > 20


def test_embedded_in_an_organisation(small):
    text = "United Russia and the Confederation of Indian Industry met the Bank of Russia in Russia."
    assert show(small, text) == [
        ("United Russia", "united-russia", "name"),
        ("Russia", "RUS", "embedded"),
        ("Confederation of Indian Industry", "indian-industry", "name"),
        ("Indian", "IND", "embedded"),
        ("Russia", "RUS", "embedded"),
        ("Russia", "RUS", "name"),
    ]


def test_a_country_in_a_persons_name_is_none(small):
    text = "President Chad Smith of Chad met Jim Jordan."
    assert show(small, text, "country") == [("Chad", "TCD", "name")]


def test_a_country_behind_a_known_first_name_is_none(small):
    assert show(small, "Jim Jordan, Joe Jordan and Jordan", "country") == [("Jordan", "JOR", "name")]


def test_uppercase_headline(countries):
    assert countries("RUSSIA STRIKES KYIV\n\nUKRAINIAN FORCES SAY US AND IRAN TALK\n\nThe IRAN file") == [
        ("RUSSIA", "RUS", "name"),
        ("KYIV", "UKR", "capital"),
        ("UKRAINIAN", "UKR", "demonym"),
        ("US", "USA", "name"),
        ("IRAN", "IRN", "name"),
    ]


def test_confidence_follows_the_layer(extractor):
    found = extractor.find("India and Russians in Kyiv").mentions
    assert [(m["layer"], m["confidence"]) for m in found] == [("name", 1.0), ("demonym", 0.95), ("capital", 0.9)]


def test_entities_say_what_the_country_is(extractor):
    assert extractor.find("India").entities == {
        "IND": {
            "entity_id": "IND",
            "kind": "country",
            "name": "India",
            "type": "state",
            "country": "IND",
            "described": "",
        }
    }


def test_a_body_of_the_state_that_begins_with_its_country_leaves_the_country_counted(extractor):
    found = extractor.find("The Russian Foreign Ministry and the Bank of England met the Times of India.")
    layers = {m["surface"]: m["layer"] for m in found.mentions if m["kind"] == "country"}
    assert layers == {"Russian": "demonym", "England": "embedded", "India": "embedded"}
