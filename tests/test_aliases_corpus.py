"""Which names of a corpus join which actor, and why."""

from __future__ import annotations

import random
import time

import pandas as pd

from analysis.extraction.aliases import RULES, merge_corpus
from analysis.tables import ENTITIES
from tests.aliases import corpus, entity, merge_table

PERSON, ORGANISATION = "person", "organisation"


def person(entity_id: str, name: str, articles: int = 5) -> tuple:
    return entity_id, PERSON, name, articles


def organisation(entity_id: str, name: str, articles: int = 5, country: str = "") -> tuple:
    return entity_id, ORGANISATION, name, articles, country


def test_full_names_join_the_dictionarys_actor_and_else_the_most_used():
    assert corpus(
        person("vladimir-putin", "Vladimir Putin", 1), person("vladimir-v-putin", "Vladimir V. Putin", 9)
    ) == [("vladimir-v-putin", "vladimir-putin", "initials")]
    assert corpus(
        person("a", "Sergei Lavrenko", 3), person("b", "Sergey Lavrenko", 9), person("c", "Sergej Lavrenko", 1)
    ) == [
        ("a", "b", "transliteration"),
        ("c", "b", "transliteration"),
    ]
    assert corpus(person("xi-mingde", "Xi Mingde"), person("mingde-xi", "Mingde Xi", 1)) == [
        ("mingde-xi", "xi-mingde", "name_order")
    ]


def test_two_of_the_dictionary_stay_two():
    assert corpus(person("george-w-bush", "George W. Bush"), person("george-h-w-bush", "George H. W. Bush")) == []
    assert corpus(person("andrei-kostin", "Andrei Kostin"), person("andriy-kostin", "Andriy Kostin")) == []


def test_a_name_that_fits_two_people_joins_neither():
    names = ("George W. Marsh", "George H. W. Marsh", "George Marsh")
    assert corpus(*(person(name, name) for name in names)) == []


def test_a_surname_alone_joins_its_one_well_attested_bearer():
    okafor, chidi = person("okafor", "Okafor", 40), person("chidi-okafor", "Chidi Okafor", 12)
    table = merge_table(okafor, chidi)
    assert table.to_dict("records") == [
        {
            "entity_id": "okafor",
            "into_id": "chidi-okafor",
            "rule": "surname",
            "reason": 'The only person of this corpus with the surname Okafor; 12 articles write "Chidi Okafor".',
        }
    ]
    assert corpus(okafor, chidi, person("ada-okafor", "Ada Okafor", 1)) == []
    assert corpus(okafor, person("chidi-okafor", "Chidi Okafor", 2)) == []


def test_a_given_name_alone_joins_no_one():
    assert corpus(person("maria", "Maria"), person("jose-maria", "Jose Maria", 9)) == []


def test_initials_join_the_one_person_they_fit():
    names = (
        person("c-okafor", "C. Okafor", 1),
        person("chidi-okafor", "Chidi Okafor"),
        person("ada-okafor", "Ada Okafor"),
    )
    assert corpus(*names) == [("c-okafor", "chidi-okafor", "initials")]
    assert corpus(*names, person("chuka-okafor", "Chuka Okafor")) == []


def test_a_nickname_joins_only_where_an_article_says_so():
    names = person("mike-marsh", "Mike Marsh", 9), person("michael-marsh", "Michael Marsh", 4)
    assert corpus(*names) == []
    said = ("mike-marsh", "Michael Marsh", "nickname", 2)
    assert corpus(*names, forms=(said,)) == [("michael-marsh", "mike-marsh", "nickname")]


def test_different_given_names_stay_apart():
    names = ["Maria Lopez", "Mario Lopez", "Ali Khan", "Ala Khan", "Ali Kahn", "Hassan Jabri", "Hussein Jabri"]
    assert corpus(*(person(name, name) for name in names)) == []


def test_organisations_join_by_spelling_and_legal_form():
    names = organisation("a", "Acme Organization", 3), organisation("b", "Acme Organisation", 9)
    assert corpus(*names) == [("a", "b", "spelling")]
    assert corpus(organisation("a", "Acme Ltd", 9), organisation("b", "Acme")) == [("b", "a", "legal_form")]


def test_companies_of_several_legal_forms_stay_what_they_are():
    names = organisation("a", "Acme Ltd"), organisation("b", "Acme"), organisation("c", "Acme GmbH")
    assert corpus(*names) == []


def test_a_ministry_joins_only_its_own_states():
    names = [
        organisation("a", "Kenyan Health Ministry", 9, "KEN"),
        organisation("b", "Ministry of Health of Kenya"),
        organisation("c", "Health Ministry (Kenya)"),
        organisation("d", "Health Ministry"),
        organisation("e", "Ugandan Health Ministry"),
    ]
    assert corpus(*names) == [("b", "a", "country"), ("c", "a", "country")]


def test_an_acronym_alone_joins_what_articles_explain_it_by():
    names = [
        organisation("cii", "CII", 40),
        organisation("industry", "Confederation of Irish Industry"),
        organisation("inns", "Council of Irish Inns"),
    ]
    nine, one = ("industry", "CII", "acronym_explained", 9), ("inns", "CII", "acronym_explained", 1)
    table = merge_table(*names, forms=(nine, one))
    assert table.reason.tolist() == ["9 of 10 articles that explain CII mean Confederation of Irish Industry."]
    assert corpus(*names, forms=(nine, one)) == [("cii", "industry", "acronym_explained")]
    assert corpus(*names, forms=(nine[:3] + (2,), one)) == []
    assert corpus(*names) == []


def test_a_person_and_an_organisation_never_join():
    assert corpus(person("trump", "Trump"), organisation("trump-organisation", "Trump")) == []


def test_chains_are_resolved():
    names = person("putin", "Putin"), person("b", "Wladimir Putin"), person("vladimir-putin", "Vladimir Putin")
    table = merge_table(*names, person("c", "Vladimir Vladimirovich Putin", 30))
    assert set(table.into_id) == {"vladimir-putin"}
    assert table.entity_id.tolist() == ["b", "c", "putin"]
    assert set(table.rule) <= set(RULES)


def test_an_empty_corpus_gives_no_rows():
    table = merge_table()
    assert table.columns.tolist() == ["entity_id", "into_id", "rule", "reason"] and table.empty


def test_many_names_take_time_in_proportion():
    def seconds(size: int) -> float:
        surnames = ["".join(chance.choices(syllables, k=4)).title() for _ in range(size)]
        names = [f"{chance.choice(given)} {surname}" for surname in surnames]
        ids = [str(i) for i in range(size)]
        entities = ENTITIES.of(entity(i, PERSON, n) for i, n in zip(ids, names, strict=True))
        forms = pd.DataFrame({"entity_id": ids, "surface": names, "rule": "same_name", "articles": 1})
        start = time.process_time()
        merge_corpus(forms, entities, ())
        return time.process_time() - start

    chance = random.Random(1)
    given, syllables = ["Ana", "Ben", "Chidi", "Dora", "Emil"], ["ba", "ko", "ri", "ma", "ne", "tu", "lo", "sha", "vi"]
    seconds(100)
    assert seconds(20_000) < 50 * seconds(2_000)  # of pairs there are a hundred times as many
