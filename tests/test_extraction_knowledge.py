"""The knowledge files: what is said of a row that cannot be used, and what the fingerprint depends on."""

from __future__ import annotations

import pytest

from analysis.errors import InputProblem
from tests import small_knowledge
from tests.small_knowledge import load_small, show


@pytest.mark.parametrize(
    ("file", "rows", "problem"),
    [
        ("country_names", "entity_id,surface\nRUS,Russia\n", "country_names.csv has no column layer"),
        ("country_names", "entity_id,surface,layer\nRUS,Russia,name\nXXX,Utopia,name\n", "line 3: XXX is not in"),
        ("country_names", "entity_id,surface,layer\nRUS,Russia,nickname\n", "line 2: there is no layer 'nickname'"),
        ("country_names", "entity_id,surface,layer\nRUS,,name\n", "line 2: surface is empty"),
        (
            "country_names",
            "entity_id,surface,layer\nRUS,Rus,name\nUKR,Rus,name\n",
            "line 3: 'Rus' already stands for RUS",
        ),
        ("actors", small_knowledge.ACTORS + "x,X,robot,,,,\n", "line 15: there is no kind 'robot'"),
        ("actors", small_knowledge.ACTORS + "x,X,person,,ZZZ,,\n", "line 15: ZZZ is not in countries.csv"),
        ("actors", small_knowledge.ACTORS + "x,,person,,,,\n", "line 15: an actor needs entity_id and name"),
        ("actors", small_knowledge.ACTORS + "lula,Lula,person,,,,\n", "line 15: lula is there already"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(tmp_path, file, rows, problem):
    with pytest.raises(InputProblem) as raised:
        load_small(tmp_path, **{file: rows})
    assert problem in raised.value.what
    assert raised.value.remedy


def test_a_missing_file_is_named(tmp_path):
    load_small(tmp_path)
    (tmp_path / "titles.csv").unlink()
    with pytest.raises(InputProblem, match="titles.csv is missing"):
        small_knowledge.load_extractor.__wrapped__("dictionaries", tmp_path)


def test_a_phrase_goes_before_a_name_of_the_same_form(tmp_path):
    names = "entity_id,surface,layer\nUSA,New England,region\nUSA,America,name\n"
    small = load_small(tmp_path, country_names=names, country_phrases="surface,entity_id,layer\nNew England,,\n")
    assert show(small, "New England in America") == [("America", "USA", "name")]


def test_a_new_row_is_a_new_name(tmp_path):
    names = small_knowledge.COUNTRY_NAMES + "FRA,Hexagon,name,\n"
    assert show(load_small(tmp_path, country_names=names), "in the Hexagon") == [("Hexagon", "FRA", "name")]


def test_the_fingerprint_is_that_of_the_content(tmp_path):
    for name in ("one", "two", "three"):
        (tmp_path / name).mkdir()
    one, two = load_small(tmp_path / "one"), load_small(tmp_path / "two")
    three = load_small(tmp_path / "three", titles=small_knowledge.TITLES + "Queen,state leader\n")
    assert one.fingerprint == two.fingerprint != three.fingerprint
    assert len(one.fingerprint) == 64


def test_line_ends_do_not_change_the_fingerprint(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    one = load_small(tmp_path / "one")
    two = load_small(tmp_path / "two", titles=small_knowledge.TITLES.replace("\n", "\r\n"))
    assert one.fingerprint == two.fingerprint
