"""The user's own article, and the labelled sentences of tests/gold, over the knowledge that ships."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from analysis.extraction import load_extractor
from analysis.tables import ACTOR_KINDS, COUNTRY_LAYERS, LAYERS

ROOT = Path(__file__).parents[1]
GOLD = [json.loads(line) for line in (ROOT / "tests/gold/sentences.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def found():
    (article,) = (ROOT / "data" / "sample").glob("000_*.txt")
    return load_extractor().find(article.read_text(encoding="utf-8"))


def test_the_articles_countries(found):
    by_layer = Counter((m["entity_id"], m["layer"]) for m in found.mentions if m["kind"] == "country")
    assert by_layer == {
        ("RUS", "name"): 7,
        ("RUS", "demonym"): 5,
        ("RUS", "metonym"): 1,
        ("IND", "name"): 7,
        ("IND", "demonym"): 3,
        ("UKR", "name"): 2,
        ("UKR", "region"): 3,
    }


def test_the_kremlin_is_russia_and_donbass_ukraine(found):
    special = [(m["surface"], m["entity_id"]) for m in found.mentions if m["layer"] in ("metonym", "region")]
    donbass = [("Donbass", "UKR"), ("Donbass", "donbas")]  # counted for its country, and a row of its own
    assert special == [*donbass, ("Kremlin", "RUS"), *donbass, *donbass]


def test_the_west_and_the_maidan_are_no_country_and_no_actor(found):
    places = [m for m in found.mentions if m["kind"] in ("place", "group")]
    others = [m["surface"].split()[0] for m in found.mentions if m not in places]
    assert [word for word in others if word in ("West", "Western", "Maidan", "the")] == []


def test_the_articles_actors_each_once_with_every_short_form(found):
    actors = Counter((m["surface"], m["entity_id"]) for m in found.mentions if m["kind"] in ACTOR_KINDS)
    names = {e["entity_id"]: (e["name"], e["kind"]) for e in found.entities.values() if e["kind"] in ACTOR_KINDS}
    assert sorted(names.values()) == [
        ("Andrei Belousov", "person"),
        ("BRICS", "organisation"),
        ("Droupadi Murmu", "person"),
        ("Narendra Modi", "person"),
        ("Vladimir Putin", "person"),
    ]
    merged = {names[entity_id][0]: [] for _, entity_id in actors}
    for (surface, entity_id), mentions in actors.items():
        merged[names[entity_id][0]].append((surface, mentions))
    assert merged == {
        "Andrei Belousov": [("Andrei Belousov", 1), ("Belousov", 1)],
        "Vladimir Putin": [("Vladimir Putin", 1), ("Putin", 1)],
        "Droupadi Murmu": [("Droupadi Murmu", 1)],
        "Narendra Modi": [("Narendra Modi", 1)],
        "BRICS": [("BRICS", 1)],
    }


def test_sentences_are_the_articles_paragraphs(found):
    assert [m["sentence"] for m in found.mentions if m["surface"] == "BRICS"] == [14]


@pytest.mark.parametrize("gold", GOLD, ids=[row["case"] for row in GOLD])
def test_gold(gold):
    mentions = load_extractor().find(gold["text"]).mentions
    assert [[m["surface"], m["kind"], m["entity_id"], m["layer"]] for m in mentions] == gold["mentions"]


def test_gold_names_only_known_kinds_and_layers():
    labels = [label for row in GOLD for label in row["mentions"]]
    assert {layer for *_, layer in labels} <= set(LAYERS)
    assert {layer for _, kind, _, layer in labels if kind == "country"} <= set(COUNTRY_LAYERS)
    assert len({row["case"] for row in GOLD}) == len(GOLD)
