"""An article that names thousands takes calls in proportion to its names."""

from __future__ import annotations

import sys
from itertools import product

import pytest

from analysis.extraction.aliases import NamedActor, merge_article
from tests.aliases import dictionary

FEW = 200
TAGS = ["".join(letters) for letters in product("bdfgklm", "aeiou", "nprtvz", "aeiou")][: 2 * FEW]
ACRONYMS = ["".join(letters) for letters in product("ABCDEFGH", repeat=3)]
STATES = ["".join(letters) for letters in product("VWXYZ", "ABCDEFGHJ", "ABCDEFGHJ")]

CASES = {
    "one surname": lambda i: [NamedActor(f"Joanna{TAGS[i]} Krupa", "person")],
    "one given name": lambda i: [NamedActor(f"Joanna Krupa{TAGS[i]}", "person")],
    "one surname with titles": lambda i: [NamedActor(f"Joanna{TAGS[i]} Krupa", "person", "President")],
    "a surname alone, after each": lambda i: [
        NamedActor(f"Joanna{TAGS[i]} Krupa", "person"),
        NamedActor("Krupa", "person", "Mr"),
    ],
    "single words": lambda i: [NamedActor(TAGS[i].title(), "person"), NamedActor(ACRONYMS[i], "person")],
    "organisations with acronyms": lambda i: [
        NamedActor(" ".join(f"{letter}{TAGS[i]}" for letter in ACRONYMS[i]), "organisation"),
        NamedActor(ACRONYMS[i], "organisation"),
    ],
    "organisations said shorter": lambda i: [
        NamedActor(f"{TAGS[i].title()} Aid Trust", "organisation"),
        NamedActor(f"{TAGS[i].title()} Aid", "organisation"),
    ],
    "bodies of states": lambda i: [
        NamedActor("Health Ministry", "organisation", "", STATES[i]),
        NamedActor("Health Ministry", "organisation"),
    ],
}


def count_calls(names: list[NamedActor]) -> int:
    """How many functions are called, steps of generators among them; what is cached of single names is so before."""
    calls = 0

    def count(frame, event, argument):
        nonlocal calls
        calls += event in ("call", "c_call")

    merge_article(names, {}, dictionary(), {})
    before = sys.getprofile()
    sys.setprofile(count)
    try:
        merge_article(names, {}, dictionary(), {})
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize("case", CASES)
def test_twice_the_names_take_at_most_about_twice_the_calls(case):
    few, many = ([name for i in range(size) for name in CASES[case](i)] for size in (FEW, 2 * FEW))
    assert count_calls(many) < 2.2 * count_calls(few)


def test_of_many_with_one_surname_those_written_alike_are_one():
    tags = TAGS[:60]
    names = [NamedActor(f"Joanna{tag} Krupa", "person") for tag in (*tags, *tags)]
    ids = [merge.entity_id for merge in merge_article(names, {}, dictionary(), {})]
    assert ids == [f"joanna{tag}-krupa" for tag in tags] * 2
