"""Which names of one article are one organisation, and which stay apart."""

from __future__ import annotations

import pytest

from analysis.extraction.aliases import NamedActor, merge_article, read_explained
from tests.aliases import dictionary, merges, organisations, rules

CII, NATO = "confederation-of-irish-industry", "nato"


@pytest.mark.parametrize(
    "names",
    [
        ("Acme Organisation", "Acme Organization", "the Acme Organisation", "Acme Organisation's"),
        ("Centre for Harbour Defence", "Center for Harbor Defense"),
        ("Smithers & Jones", "Smithers and Jones", "Smithers & Jones Co.", "Smithers and Jones Company"),
        ("Petrobrax", "Petrobrax S.A.", "PETROBRAX"),
        ("Volkwerk", "Volkwerk AG"),
        ("Nordbank", "Nordbank PLC", "Nordbank Plc."),
        ("AT&U", "AT&U Inc.", "AT&U Corp"),
        ("Jornal Notícias", "Jornal Noticias"),
    ],
    ids=lambda names: names[0],
)
def test_spelling_and_legal_form_fall_together(names):
    assert len(set(organisations(*names))) == 1


@pytest.mark.parametrize(
    "names",
    [
        ("Bank of Indor", "State Bank of Indor", "Reserve Bank of Indor"),
        ("Justice Party", "Justice and Growth Party", "Justice"),
        ("Delta Mills Ltd", "Delta Mills GmbH"),
        ("Tata Roads", "Tata Boats", "Tata"),
        ("Delta", "Delta Air Tours"),
        ("Kenyan Health Ministry", "Ugandan Health Ministry", "Health Ministry"),
        ("National Growth Party", "National"),
        ("University of Lomas", "University of Lamas"),
    ],
    ids=lambda names: names[0],
)
def test_organisations_that_share_a_word_stay_apart(names):
    assert len(set(organisations(*names))) == len(names)


def test_a_shorter_name_counts_only_behind_the_longer_and_for_one():
    delta = "delta-air-tours"
    assert organisations("Delta Air Tours", "Delta", "Delta Air") == [delta, delta, delta]
    assert organisations("Delta", "Delta Air Tours", "Delta") == ["delta", delta, "delta"]


def test_an_acronym_is_what_the_article_explains():
    assert (
        organisations("Confederation of Irish Industry", "CII", "C.I.I.", "CIIs", CII="Confederation of Irish Industry")
        == [CII] * 4
    )
    assert organisations("CII", CII="Confederation of Irish Industry") == [CII]
    names = "Council of Irish Inns", "Confederation of Irish Industry", "CII"
    assert organisations(*names, CII="Confederation of Irish Industry") == ["council-of-irish-inns", CII, CII]
    assert organisations(*names) == ["council-of-irish-inns", CII, "cii"]


def test_an_acronym_is_the_one_organisation_whose_initials_it_is():
    assert (
        organisations("OKGA", "Organisation of Kenyan Growers and Allies", "Okga", "O.K.G.A.")
        == ["organisation-of-kenyan-growers-and-allies"] * 4
    )
    assert organisations("Bank of Indor", "BI") == ["bank-of-indor", "bi"]


def test_acronyms_in_other_capitals():
    assert organisations("Nato", "NATO", "N.A.T.O.", "Nato’s") == [NATO] * 4
    assert organisations("NGOs", "NGO") == ["ngo", "ngo"]


def test_a_ministry_with_and_without_its_country():
    names = ["Kenyan Health Ministry", "Health Ministry", "Ministry of Health of Kenya", "Kenya's Ministry of Health"]
    assert len(set(organisations(*names, ("Health Ministry", "", "KEN")))) == 1
    assert organisations("Health Ministry", "Kenyan Health Ministry") == ["kenyan-health-ministry"] * 2
    assert organisations("Health Ministry") == ["health-ministry"]
    assert [m.name for m in merges("organisation", ("Health Ministry", "", "KEN"))] == ["Health Ministry (Kenya)"]
    assert organisations("Russian Defence Ministry", "Defense Ministry") == ["russian-ministry-of-defence"] * 2


def test_a_person_and_the_organisation_of_that_name_are_two():
    names = [NamedActor("Trump", "person"), NamedActor("Trump Organization", "organisation")]
    names += [NamedActor("Donald Trump", "person"), NamedActor("Trump", "organisation")]
    found = [merge.entity_id for merge in merge_article(names, {}, dictionary(), {})]
    assert found == ["donald-trump", "trump-organization", "donald-trump", "trump-organization"]


def test_the_rule_says_what_joins():
    names = "Petrobrax Oil", "Petrobrax Oil Ltd", "Petrobrax", "PETROBRAX OIL"
    assert rules("organisation", *names) == ["same_name", "legal_form", "short_form", "spelling"]
    assert rules("organisation", "CII", CII="Confederation of Irish Industry") == ["acronym_explained"]
    assert rules("organisation", "Organisation of Kenyan Growers", "OKG") == ["same_name", "acronym"]
    assert rules("organisation", "Kenyan Health Ministry", "Health Ministry") == ["same_name", "country"]


@pytest.mark.parametrize(
    ("text", "explained"),
    [
        ("The Confederation of Irish Industry (CII) said", {"CII": "Confederation of Irish Industry"}),
        ("CII (Confederation of Irish Industry) said", {"CII": "Confederation of Irish Industry"}),
        ("the U.S. Agency for Inland Development (USAID)", {"USAID": "U.S. Agency for Inland Development"}),
        ("Médecins Sans Frontières (MSF)", {"MSF": "Médecins Sans Frontières"}),
        ("the United Nations Growth Programme (U.N.G.P.)", {"UNGP": "United Nations Growth Programme"}),
        ("the Indian Sea Research Organisation (Isro)", {"ISRO": "Indian Sea Research Organisation"}),
        ("He met Physicians for Sea Rights (PSR; Geneva)", {"PSR": "Physicians for Sea Rights"}),
        ("First (1), John Smith (42) of Delta (NYSE) spoke", {}),
        ("Workers’ Party (PT)", {}),
        ("It ended. The Sea Bank (TSB) and Trade Sea Board (TSB)", {"TSB": "Sea Bank"}),
        ("no brackets", {}),
        ("", {}),
    ],
)
def test_acronyms_that_an_article_explains(text, explained):
    assert read_explained(text) == explained


def test_a_span_before_the_bracket_is_the_long_form():
    text = "Ministers of Irish Industry and Trade (IIT) met"
    start = text.index("Irish")
    assert read_explained(text, [(start, text.index(" (IIT)"))]) == {"IIT": "Irish Industry and Trade"}
