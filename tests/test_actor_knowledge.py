"""The rows of data/actors.csv, data/kinds.csv and data/titles.csv: complete, clean and without contradiction."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from analysis.tables import KINDS

DATA = Path(__file__).parents[1] / "data"
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
DAY = re.compile(r"(\d{4}(-\d\d(-\d\d)?)?)?")  # a year, month or day, or nothing


def read_rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def repeated(values) -> list[str]:
    return [value for value, times in Counter(values).items() if times > 1]


def is_clean(text: str) -> bool:
    return text == " ".join(text.split()) == unicodedata.normalize("NFC", text) and not re.search("[’‘“”;]", text)


def forms(actor: dict[str, str], column: str) -> list[str]:
    return actor[column].split("|") if actor[column] else []


@pytest.fixture(scope="module")
def actors() -> list[dict[str, str]]:
    return read_rows("actors")


@pytest.fixture(scope="module")
def kinds() -> dict[str, str]:
    return {row["type"]: row["kind"] for row in read_rows("kinds")}


def test_the_columns_are_those_the_reader_needs(actors):
    columns = "entity_id name kind type country aliases short_forms office since until source"
    assert [" ".join(actor) for actor in actors] == [columns] * len(actors)


def test_there_are_hundreds_of_people_and_of_organisations(actors):
    per_kind = Counter(actor["kind"] for actor in actors)
    assert sorted(per_kind) == ["organisation", "person"]
    assert len(actors) >= 850 and per_kind["person"] >= 500 and per_kind["organisation"] >= 300


def test_every_actor_has_an_id_of_its_own_in_slug_form(actors):
    ids = [actor["entity_id"] for actor in actors]
    assert repeated(ids) == []
    assert [i for i in ids if not SLUG.fullmatch(i)] == []


def test_every_type_is_a_row_of_kinds_and_agrees_with_the_kind(actors, kinds):
    assert [a["entity_id"] for a in actors if kinds.get(a["type"]) != a["kind"]] == []


def test_kinds_are_described_once_and_in_full(kinds):
    rows = read_rows("kinds")
    assert list(rows[0]) == ["type", "kind", "label", "plural", "icon"]
    assert repeated(row["type"] for row in rows) == []
    assert set(kinds.values()) <= set(KINDS)
    assert [row["type"] for row in rows if not all(row.values()) or not re.fullmatch(r"[a-z0-9_]+", row["icon"])] == []


def test_every_country_is_a_row_of_countries(actors):
    known = {row["entity_id"] for row in read_rows("countries")} | {""}
    assert [(a["entity_id"], a["country"]) for a in actors if a["country"] not in known] == []


def test_no_safe_form_belongs_to_two_actors(actors):
    assert repeated(form for a in actors for form in {a["name"], *forms(a, "aliases")}) == []


def test_every_form_is_stripped_whole_and_two_letters_or_more(actors):
    written = [form for a in actors for form in (a["name"], *forms(a, "aliases"), *forms(a, "short_forms"))]
    assert [form for form in written if len(form) < 2 or not is_clean(form) or not form[0].isalnum()] == []


def test_no_actor_lists_a_form_twice(actors):
    assert [a["name"] for a in actors if repeated([a["name"], *forms(a, "aliases"), *forms(a, "short_forms")])] == []


def test_accented_names_are_also_known_without_their_accents(actors):
    def plain(text: str) -> str:
        return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))

    missed = [a["name"] for a in actors if plain(a["name"]) not in {a["name"], *forms(a, "aliases")}]
    assert missed == []


def test_no_actor_is_called_like_a_country_or_its_people(actors):
    taken = {row["surface"] for row in read_rows("country_names")}
    assert [f for a in actors for f in (a["name"], *forms(a, "aliases")) if f in taken] == []


def test_no_short_form_of_a_person_is_a_title_or_begins_in_small_letters(actors):
    titles = {row["title"] for row in read_rows("titles")}
    people = [a for a in actors if a["kind"] == "person"]
    wrong = [f for a in people for f in forms(a, "short_forms") if f in titles or f == f.lower()]
    assert wrong == []


def test_times_of_office_are_iso_and_in_order(actors):
    assert [a["entity_id"] for a in actors if not DAY.fullmatch(a["since"]) or not DAY.fullmatch(a["until"])] == []
    dated = [a for a in actors if a["since"] and a["until"]]
    assert [a["entity_id"] for a in dated if a["until"][:4] < a["since"][:4]] == []


def test_every_actor_names_its_source(actors):
    assert {a["source"] for a in actors} == {"Wikidata (CC0) via world leaders 2021-22", "public record"}


def test_titles_are_unique_clean_and_of_a_known_type_of_person(kinds):
    titles = read_rows("titles")
    assert len(titles) >= 150
    assert repeated(row["title"] for row in titles) == []
    assert [row["title"] for row in titles if kinds.get(row["type"]) != "person" or not is_clean(row["title"])] == []
    assert {row["after"] for row in titles} == {"", "of"}


@pytest.mark.parametrize(
    ("form", "entity_id"),
    [
        ("Andrei Belousov", "andrei-belousov"),
        ("Droupadi Murmu", "droupadi-murmu"),
        ("Sergey Lavrov", "sergei-lavrov"),
        ("Volodymyr Zelenskiy", "volodymyr-zelenskyy"),
        ("Erdogan", "recep-tayyip-erdogan"),
        ("Shanghai Cooperation Organization", "shanghai-cooperation-organisation"),
        ("BRICS", "brics"),
    ],
)
def test_actors_of_the_news_are_known_by(actors, form, entity_id):
    assert [a["entity_id"] for a in actors if form in (a["name"], *forms(a, "aliases"))] == [entity_id]
