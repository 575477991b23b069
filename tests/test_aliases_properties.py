"""What is true of any names whatever."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.corrections import Correction
from analysis.extraction.aliases import RULES, NamedActor, merge_article, merge_corpus, read_explained
from analysis.extraction.aliases.name_keys import given_key
from analysis.tables import ENTITIES
from tests.aliases import dictionary, entity

GIVEN = ["Ana", "Boris", "Chidi", "Maria", "Mario", "Ali", "Ala", "Hassan", "Hussein", "Sergei", "Sergey"]
SURNAMES = ["Okafor", "van der Meer", "al-Masri", "O'Neill", "García Márquez", "Khan", "Kahn", "Zelenko", "Xi", "Bush"]
OTHERS = ["Mr.", "President", "Sheikh", "U", "Jr.", "H.", "W.", "JP", "‘Bo’", "Ministry", "of", "Kenya", "Ltd", "&"]
SIGNS = ["and", "Bank", "UNDP", "U.N.", "(", ")", ",", "'s", "’", "-", "\u00a0", "é", "\u0301", "مرحبا", "Jean-Luc"]
WORDS = [*GIVEN, *SURNAMES, *OTHERS, *SIGNS]
NAMES = st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join) | st.text(st.characters(codec="utf-8"), max_size=12)
KINDS = st.sampled_from(["person", "organisation"])
BROKEN = NAMES.map(lambda name: f"{name}\ud800")  # half of a pair, as damaged files hold it; tables cannot
NAMED = st.builds(
    NamedActor, NAMES | BROKEN, KINDS, st.sampled_from(["", "Mr", "King", "\u200b"]), st.sampled_from(["", "MMR"])
)
FULL = st.tuples(st.sampled_from(GIVEN), st.sampled_from(["", "V. ", "H. W. "]), st.sampled_from(SURNAMES))


@settings(deadline=None, max_examples=300)
@given(st.lists(NAMED, max_size=12), st.dictionaries(NAMES, NAMES, max_size=2))
def test_every_name_of_an_article_is_one_actor(names, explained):
    found = merge_article(names, {}, dictionary(), explained)
    assert len(found) == len(names)
    assert all(merge.entity_id and merge.name and merge.rule in RULES for merge in found)
    assert merge_article(names, {}, dictionary(), explained) == found
    kinds = {}
    for name, merge in zip(names, found, strict=True):
        assert kinds.setdefault(merge.entity_id, name.kind) == name.kind


@settings(deadline=None, max_examples=200)
@given(st.lists(FULL, min_size=2, max_size=8))
def test_people_in_full_with_different_given_names_are_never_one(names):
    found = merge_article([NamedActor(f"{a} {b}{c}", "person") for a, b, c in names], {}, dictionary(), {})
    given_names = {}
    for (name, _, _), merge in zip(names, found, strict=True):
        key = given_key(name.lower())
        assert given_names.setdefault(merge.entity_id, key) == key


@st.composite
def corpora(draw) -> tuple[pd.DataFrame, pd.DataFrame]:
    names = draw(st.lists(st.one_of(FULL.map("{0[0]} {0[1]}{0[2]}".format), NAMES), max_size=12))
    kinds = draw(st.lists(KINDS, min_size=len(names), max_size=len(names)))
    rows = [entity(f"e{i}", kind, name.strip() or "x") for i, (name, kind) in enumerate(zip(names, kinds, strict=True))]
    ids = st.sampled_from([row["entity_id"] for row in rows] or ["e0"])
    more = st.tuples(ids, NAMES, st.sampled_from([*RULES]), st.integers(1, 9))
    forms = [(row["entity_id"], row["name"], "same_name", draw(st.integers(1, 9))) for row in rows]
    forms += draw(st.lists(more, max_size=6))
    return pd.DataFrame(forms, columns=["entity_id", "surface", "rule", "articles"]), ENTITIES.of(rows)


CORRECTIONS = st.lists(
    st.one_of(
        st.builds(Correction, st.just("split"), st.sampled_from(["e0", "e1"]), NAMES),
        st.builds(Correction, st.just("ignore"), st.sampled_from(["e0", "e1", "zz"])),
        st.builds(Correction, st.just("merge"), st.just("e2"), st.just(""), st.sampled_from(["e0", "zz"])),
    ),
    max_size=3,
    unique_by=lambda correction: correction.action,
)


@settings(deadline=None, max_examples=200)
@given(corpora(), CORRECTIONS, st.randoms())
def test_a_corpus_gives_the_same_rows_in_any_order(tables, corrections, chance):
    forms, entities = tables
    first = merge_corpus(forms, entities, corrections)
    order = [*range(len(forms))]
    chance.shuffle(order)
    shuffled = merge_corpus(forms.iloc[order], entities.iloc[::-1], corrections)
    pd.testing.assert_frame_equal(first, shuffled)
    assert first.entity_id.is_unique
    assert set(first.entity_id).isdisjoint(first.into_id)
    assert set(first.rule) <= set(RULES) and first.reason.ne("").all()


@settings(deadline=None, max_examples=200)
@given(st.lists(FULL, min_size=1, max_size=10))
def test_a_corpus_never_joins_people_with_different_given_names(names):
    rows = [entity(f"e{i}", "person", f"{a} {b}{c}") for i, (a, b, c) in enumerate(names)]
    forms = pd.DataFrame([(row["entity_id"], row["name"], "same_name", 5) for row in rows])
    forms.columns = ["entity_id", "surface", "rule", "articles"]
    given_names = {row["entity_id"]: given_key(name[0].lower()) for row, name in zip(rows, names, strict=True)}
    for row in merge_corpus(forms, ENTITIES.of(rows), ()).itertuples():
        assert given_names[row.entity_id] == given_names[row.into_id]


@settings(deadline=None, max_examples=200)
@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(WORDS), max_size=20).map(" ".join)))
def test_any_text_is_read_for_explanations(text):
    assert all(acronym and long for acronym, long in read_explained(text, [(0, len(text))]).items())
