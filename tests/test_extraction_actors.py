"""People and organisations: titles, short forms, acronyms, and whose name it is not."""

from __future__ import annotations

import pytest

from tests.small_knowledge import load_small, show


@pytest.fixture(scope="module")
def extractor(tmp_path_factory):
    return load_small(tmp_path_factory.mktemp("knowledge"))


@pytest.fixture
def actors(extractor):
    return lambda text: show(extractor, text, "person", "organisation")


def test_full_name_counts_anywhere(actors):
    assert actors("A call between Vladimir Putin and aides.") == [("Vladimir Putin", "vladimir-putin", "name")]


def test_short_form_alone_is_no_one(actors):
    assert actors("A man called Putin keeps bees.") == []


def test_later_short_forms(actors):
    text = "Vladimir Putin spoke. “Putin’s plan is Putin's,” said a critic of Putin."
    assert actors(text) == [("Vladimir Putin", "vladimir-putin", "name")] + [("Putin", "vladimir-putin", "alias")] * 3


def test_short_form_in_the_headline_before_the_full_name(actors):
    assert actors("Modi lands in Moscow\n\nPrime Minister Narendra Modi arrived.") == [
        ("Modi", "narendra-modi", "alias"),
        ("Narendra Modi", "narendra-modi", "name"),
    ]


def test_title_makes_a_short_form_count(actors):
    assert actors("President Putin met Mr. Modi. Putin smiled.") == [
        ("Putin", "vladimir-putin", "alias"),
        ("Modi", "narendra-modi", "alias"),
        ("Putin", "vladimir-putin", "alias"),
    ]


def test_title_of_another_country_is_someone_else(actors):
    assert actors("French President Putin is a character in a novel.") == []


def test_junior_is_no_surname(extractor):
    found = extractor.find("Judge Robert N. Example Jr. ruled. President Joseph R. Biden Jr. and Example met.").entities
    assert {i: e["type"] for i, e in found.items()} == {"robert-n-example-jr": "judge", "joe-biden": "state leader"}


def test_title_is_not_part_of_the_surface(actors):
    assert actors("Russian President Vladimir Putin’s visit") == [("Vladimir Putin", "vladimir-putin", "name")]


@pytest.mark.parametrize(
    ("text", "name", "kind_of", "country"),
    [
        ("Russian Defense Minister Andrei Belousov arrived.", "Andrei Belousov", "minister", "RUS"),
        ("Ukraine’s Foreign Minister Ana Example spoke.", "Ana Example", "minister", "UKR"),
        ("Foreign Minister of Ukraine Ana Example spoke.", "Ana Example", "minister", "UKR"),
        ("the U.S. Secretary of State J. D. Sample left", "J. D. Sample", "minister", "USA"),
        ("foreign minister Ana de la Ría came", "Ana de la Ría", "minister", ""),
        ("Defense Minister Khaled bin Sultan al-Example said", "Khaled bin Sultan al-Example", "minister", ""),
        ("Prime Minister Édouard Jean-Pierre O'Brien said", "Édouard Jean-Pierre O'Brien", "state_leader", ""),
        ("Foreign Minister Cho Tae-yul said", "Cho Tae-yul", "minister", ""),
        ("an Ana Example-led bloc, said Judge Ana Example-led", "Ana Example", "judge", ""),
        ("Judge Ana Example Tuesday ruled", "Ana Example", "judge", ""),
        ("Judge Ana Example. The court rose.", "Ana Example", "judge", ""),
        ("Gen. Oleh\nExample, who", "Oleh\nExample", "officer", ""),
    ],
)
def test_titled_unknown(extractor, text, name, kind_of, country):
    found = extractor.find(text)
    mention = [m for m in found.mentions if m["kind"] == "person"][-1]
    entity = found.entities[mention["entity_id"]]
    assert (mention["surface"], mention["layer"], mention["confidence"]) == (name, "name", 0.8)
    assert (entity["name"], entity["kind"], entity["type"], entity["country"]) == (
        " ".join(name.split()),
        "person",
        kind_of,
        country,
    )


@pytest.mark.parametrize(
    "text",
    [
        "He met the President. The Grand Assembly rose.",
        "the Foreign Minister of the French National Army spoke",
        "President United States voters want",
        "the Judge and Ana Example spoke",
        "Mr. Example spoke.",
    ],
)
def test_a_title_without_a_full_name_makes_no_one(actors, text):
    assert actors(text) == []


def test_surname_of_a_titled_unknown_joins_it(actors):
    text = "Belousov flies out\n\nDefense Minister Andrei Belousov met Mr. Belousov's aides. Belousov left."
    assert actors(text) == [
        ("Belousov", "andrei-belousov", "alias"),
        ("Andrei Belousov", "andrei-belousov", "name"),
        ("Belousov", "andrei-belousov", "alias"),
        ("Belousov", "andrei-belousov", "alias"),
    ]


def test_one_person_of_two_titles_is_one_entity(extractor):
    found = extractor.find("Judge Ana Example spoke. Later French Judge Ana Example spoke.")
    assert {i: e["country"] for i, e in found.entities.items() if i != "FRA"} == {"ana-example": "FRA"}


def test_more_or_fewer_names_are_the_same_person(actors):
    assert actors("President Vladimir Vladimirovich Putin had met President Lula da Silva") == [
        ("Vladimir Vladimirovich Putin", "vladimir-putin", "name"),
        ("Lula da Silva", "lula", "name"),
    ]


def test_two_people_one_surname(actors):
    text = "Joe Biden pardoned Hunter Biden. Biden did not comment, but President Biden had said no."
    assert actors(text) == [
        ("Joe Biden", "joe-biden", "name"),
        ("Hunter Biden", "hunter-biden", "name"),
        ("Biden", "joe-biden", "alias"),
    ]


def test_an_unknown_relative_is_not_the_president(actors):
    text = "President Joe Biden came with Jill Biden. Today Biden spoke."
    assert actors(text) == [("Joe Biden", "joe-biden", "name"), ("Biden", "joe-biden", "alias")]


def test_two_titled_unknowns_of_one_surname_share_it(actors):
    text = "Judge Ana Example met Foreign Minister Bob Example. Example left."
    assert actors(text) == [("Ana Example", "ana-example", "name"), ("Bob Example", "bob-example", "name")]


def test_a_surname_that_is_a_country_stays_a_country(extractor):
    assert show(extractor, "Jim Jordan flew to Jordan.") == [
        ("Jim Jordan", "jim-jordan", "name"),
        ("Jordan", "JOR", "name"),
    ]


def test_acronym_after_long_form(actors):
    text = "The Confederation of Indian Industry (CII) met. CII members left."
    assert actors(text) == [
        ("Confederation of Indian Industry", "indian-industry", "name"),
        ("CII", "indian-industry", "alias"),
        ("CII", "indian-industry", "alias"),
    ]
    assert actors("CII members left.") == [("CII", "cii-bank", "name")]


def test_organisation_short_form_needs_its_long_form(actors):
    assert actors("BJP won.") == []
    assert actors("The Bharatiya Janata Party won. BJP leaders cheered.")[1:] == [("BJP", "bjp", "alias")]


def test_uppercase_headline(actors):
    text = "PUTIN TELLS MODI WHO WINS AT UN\n\nVladimir Putin met Narendra Modi at the WHO."
    assert actors(text) == [
        ("PUTIN", "vladimir-putin", "alias"),
        ("MODI", "narendra-modi", "alias"),
        ("UN", "united-nations", "name"),
        ("Vladimir Putin", "vladimir-putin", "name"),
        ("Narendra Modi", "narendra-modi", "name"),
        ("WHO", "health-organisation", "name"),
    ]


def test_a_headline_in_title_case_makes_no_new_person(actors):
    assert actors("Foreign Minister Ana Example Visits Moscow Again") == []


def test_names_never_cross_a_blank_line(actors):
    assert actors("Vladimir\n\nPutin") == []
    assert actors("Vladimir\nPutin") == [("Vladimir\nPutin", "vladimir-putin", "name")]


def test_confidence_says_how_it_was_found(extractor):
    text = "Vladimir Putin met the UN. President Modi and Judge Ana Example watched Putin."
    assert [(m["surface"], m["confidence"]) for m in extractor.find(text).mentions] == [
        ("Vladimir Putin", 1.0),
        ("UN", 0.9),
        ("Modi", 0.9),
        ("Ana Example", 0.8),
        ("Putin", 0.7),
    ]
