"""What a reader corrects overrules every rule."""

from __future__ import annotations

import pytest

from analysis.corrections import Correction, correct_entities, read_corrections
from analysis.errors import InputProblem
from analysis.tables import ENTITIES
from tests.aliases import corpus, entity, merge_table

HEADER = "action,entity_id,surface,value,note\n"
CHIDI, OKAFOR = ("chidi-okafor", "person", "Chidi Okafor", 12), ("okafor", "person", "Okafor", 4)


def test_the_shipped_corrections_can_be_used():
    assert [(c.action, c.entity_id, c.surface) for c in read_corrections()] == [
        ("split", "george-w-bush", "George H. W. Bush"),
        ("split", "joe-biden", "Hunter Biden"),
        ("split", "kim-jong-un", "Kim Jong-il"),
    ]


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ("join,a,,b,\n", "line 2: there is no action 'join'"),
        ("merge,a,,b,\nmerge,,,b,\n", "line 3: entity_id is empty"),
        ("merge,a,,,\n", "line 2: merge needs value"),
        ("split,a,,,\n", "line 2: split needs surface"),
        ("rename,a,,,\n", "line 2: rename needs value"),
        ("retype,a,,planet,\n", "line 2: there is no type of actor 'planet'"),
        ("merge,a,,b,\nmerge,b,,c,\nmerge,c,,a,\n", "line 4: c is merged into itself"),
        ("merge,a,,b,\nmerge,a,,c,\n", "line 3: a is merged into b already"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(tmp_path, rows, problem):
    path = tmp_path / "corrections.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    with pytest.raises(InputProblem) as raised:
        read_corrections(path)
    assert f"{path}, {problem}" in raised.value.what
    assert raised.value.remedy


@pytest.mark.parametrize(
    ("content", "problem"),
    [(b"action,entity_id\n", "has no column surface"), (HEADER.encode() + b"merge,\xff,,b,\n", "cannot be read")],
)
def test_a_file_that_cannot_be_used_is_named(tmp_path, content, problem):
    path = tmp_path / "corrections.csv"
    path.write_bytes(content)
    with pytest.raises(InputProblem, match=problem):
        read_corrections(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputProblem, match="is missing"):
        read_corrections(tmp_path / "none.csv")


def test_empty_rows_and_spaces_are_read_over(tmp_path):
    path = tmp_path / "corrections.csv"
    path.write_text("\ufeff" + HEADER + ",,,,\n merge , a ,,b,why\n", encoding="utf-8")
    assert read_corrections(path) == (Correction("merge", "a", "", "b", "why"),)


def test_a_merge_goes_where_it_says():
    merge = Correction("merge", "chidi-okafor", "", "somebody", "the same man")
    assert corpus(CHIDI, OKAFOR, corrections=(merge,)) == [
        ("chidi-okafor", "somebody", "correction"),
        ("okafor", "somebody", "surname"),
    ]
    table = merge_table(CHIDI, corrections=(merge,))
    assert table.reason.tolist() == ["Your corrections merge chidi-okafor into somebody (the same man)."]


def test_merges_follow_each_other():
    chain = Correction("merge", "okafor", "", "chidi-okafor"), Correction("merge", "chidi-okafor", "", "ada")
    assert {(one, into) for one, into, _ in corpus(CHIDI, OKAFOR, corrections=chain)} == {
        ("chidi-okafor", "ada"),
        ("okafor", "ada"),
    }


def test_a_split_keeps_apart_by_name_and_by_id():
    assert corpus(CHIDI, OKAFOR) == [("okafor", "chidi-okafor", "surname")]
    assert corpus(CHIDI, OKAFOR, corrections=(Correction("split", "chidi-okafor", "OKAFOR"),)) == []
    by_id = Correction("split", "chidi-okafor", "x", "okafor")
    assert corpus(CHIDI, OKAFOR, corrections=(by_id,)) == []


def test_what_is_ignored_goes_nowhere_and_draws_nothing():
    ignore = Correction("ignore", "chidi-okafor")
    assert corpus(CHIDI, OKAFOR, corrections=(ignore,)) == [("chidi-okafor", "", "correction")]
    assert corpus(CHIDI, corrections=(Correction("ignore", "unknown"),)) == []


def test_entities_are_renamed_and_retyped_within_their_kind():
    entities = ENTITIES.of(entity(i, "person", i.title(), "NGA") for i in "abcd")
    corrections = (
        Correction("rename", "a", "", "Ada"),
        Correction("retype", "b", "", "company"),
        Correction("retype", "c", "", "judge"),
        Correction("merge", "d", "", "a"),
    )
    corrected = correct_entities(entities, corrections)
    assert corrected[["entity_id", "kind", "name", "type", "country"]].values.tolist() == [
        ["a", "person", "Ada", "person", "NGA"],
        ["b", "person", "B", "person", "NGA"],
        ["c", "person", "C", "judge", "NGA"],
        ["d", "person", "D", "person", "NGA"],
    ]
    assert correct_entities(entities, ()).equals(entities)


def test_what_a_correction_has_merged_takes_no_one_along_by_its_short_name():
    krupa, joanna = ("krupa", "person", "Krupa", 4), ("joanna-krupa", "person", "Joanna Krupa", 12)
    putin = "vladimir-putin", "person", "Vladimir Putin", 9
    merge = Correction("merge", "krupa", "", "vladimir-putin")
    assert corpus(krupa, joanna, putin, corrections=(merge,)) == [("krupa", "vladimir-putin", "correction")]
    initials = "j-krupa", "person", "J. Krupa", 4
    merge = Correction("merge", "j-krupa", "", "somebody")
    assert corpus(initials, joanna, corrections=(merge,)) == [("j-krupa", "somebody", "correction")]
    acronym, industry = ("cii", "organisation", "CII", 4), ("industry", "organisation", "Confederation of Industry", 9)
    said, merge = ("industry", "CII", "acronym_explained", 9), Correction("merge", "cii", "", "somebody")
    assert corpus(acronym, industry, forms=(said,), corrections=(merge,)) == [("cii", "somebody", "correction")]


def test_a_merge_of_two_kinds_or_with_a_country_is_left_out():
    acme, poland = ("acme", "organisation", "Acme", 9), ("POL", "country", "Poland", 9)
    for one, into in (("chidi-okafor", "acme"), ("acme", "chidi-okafor"), ("acme", "POL"), ("POL", "acme")):
        assert corpus(CHIDI, acme, poland, corrections=(Correction("merge", one, "", into),)) == []
    assert corpus(CHIDI, acme, corrections=(Correction("merge", "acme", "", "POL"),)) == []
    through = Correction("merge", "chidi-okafor", "", "somebody"), Correction("merge", "acme", "", "somebody")
    assert corpus(CHIDI, acme, corrections=through) == [("chidi-okafor", "somebody", "correction")]
