"""Stories: copies of every kind and of none, on texts invented from the sample's words; and what must always hold."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.corpus import copies
from analysis.corpus.shingles import Shingler
from analysis.corpus.stories import find_stories
from benchmarks.stories import Inventor, list_edits

DAY = date(2025, 3, 10)
INVENTOR = Inventor(11)
OTHERS = [(f"z{i:03d}", " ".join(INVENTOR.invent(150)), DAY + timedelta(days=i % 60 - 30)) for i in range(120)]


def invent(words: int = 250, seed: int = 1) -> list[str]:
    return Inventor(seed).invent(words)


def groups_of(articles, days: int = 3) -> list[list[str]]:
    """The stories of more than one of the articles, among the other ones."""
    stories = find_stories([*articles, *OTHERS], days)
    groups: dict[str, list[str]] = {}
    for article_id, story in sorted(stories.items()):
        groups.setdefault(story, []).append(article_id)
    return [group for _, group in sorted(groups.items()) if len(group) > 1]


def after(days: int) -> date:
    return DAY + timedelta(days=days)


@pytest.mark.parametrize("edit", [e for e in list_edits(INVENTOR) if not e.startswith("40%")])
def test_an_edited_copy_shares_the_story(edit):
    words = invent()
    copy = list_edits(Inventor(2))[edit](words)
    assert groups_of([("a", " ".join(words), DAY), ("b", " ".join(copy), after(2))]) == [["a", "b"]]


def test_most_copies_with_two_words_in_five_changed_share_the_story():
    inventor = Inventor(3)
    articles = []
    for i in range(40):
        words = inventor.invent(250)
        articles += [(f"a{i}", " ".join(words), DAY), (f"b{i}", " ".join(inventor.change(words, 0.4)), DAY)]
    found = groups_of(articles)
    assert all(a[1:] == b[1:] for a, b in found)
    assert len(found) >= 34


def test_letter_case_spaces_punctuation_and_full_width_letters_make_no_difference():
    assert groups_of([("a", "Talks begin in Ankara.", DAY), ("b", "TALKS – begin\nin  Ａｎｋａｒａ", DAY)]) == [
        ["a", "b"]
    ]


def test_the_story_is_named_after_the_earliest_article_then_the_smallest_id_and_undated_ones_last():
    text = " ".join(invent())
    articles = [("a", text, None), ("c", text, DAY), ("b", text, DAY), ("d", text, after(-1))]
    stories = find_stories([*articles, *OTHERS])
    assert [stories[i] for i in "abcd"] == ["d"] * 4
    assert find_stories(articles[:3]) == {"a": "b", "b": "b", "c": "b"}
    assert find_stories([("b", text, None), ("a", text, None)]) == {"a": "a", "b": "a"}


def test_the_same_words_a_week_later_are_another_story():
    text = " ".join(invent())
    columns = [(f"a{week}", text, after(7 * week)) for week in range(5)]
    assert groups_of(columns) == []
    assert groups_of(columns[:2], days=7) == [["a0", "a1"]]


def test_a_daily_report_after_one_template_is_a_story_a_day():
    template = invent(120)
    inventor = Inventor(4)
    reports = [(f"a{day:02d}", " ".join(inventor.fill(template)), after(day)) for day in range(40)]
    assert groups_of(reports) == []
    assert groups_of(reports[:5]) == []  # too few days to know the template by: its figures tell
    copy = ("b", reports[20][1] + " Prices are without warranty.", reports[20][2])
    assert groups_of([*reports, copy]) == [["a20", "b"]]


def test_what_came_next_is_another_story_though_it_names_the_same_names():
    first = "Three workers are missing after a tunnel collapsed at the Black Ridge mine near Huntington on Monday."
    then = "Rescuers say a fourth hole drilled into the Black Ridge mine near Huntington showed no sign of the three."
    assert groups_of([("a", first, DAY), ("b", then, after(1))]) == []


def test_a_report_with_the_same_long_quote_is_another_story():
    inventor = Inventor(8)
    articles = []
    for i in range(20):
        words = inventor.invent(250)
        articles += [(f"a{i}", " ".join(words), DAY), (f"b{i}", " ".join(inventor.quote(words)), DAY)]
    assert groups_of(articles) == []


def test_a_round_up_does_not_join_the_stories_it_tells():
    briefs = [invent(80, seed) for seed in range(20, 28)]
    articles = [(f"a{i}", " ".join(brief), DAY) for i, brief in enumerate(briefs)]
    assert groups_of([*articles, ("b", " ".join(sum(briefs, [])), DAY)]) == []


def test_a_chain_of_likenesses_does_not_run_on():
    words = invent(2400)  # each article shares two thirds of the words of the one before it
    chain = [(f"a{i:02d}", " ".join(words[100 * i : 100 * i + 300]), DAY) for i in range(20)]
    found = groups_of(chain)
    assert max(len(group) for group in found) <= 5
    assert all(int(group[-1][1:]) - int(group[0][1:]) <= 4 for group in found)  # two steps on each side of the centre


def test_a_story_of_many_copies_stays_whole():
    inventor, words = Inventor(5), invent(200)
    many = [(f"a{i:03d}", " ".join(inventor.change(inventor.head(words), 0.05)), after(i % 3)) for i in range(150)]
    assert groups_of(many) == [[f"a{i:03d}" for i in range(150)]]


def test_copies_of_a_missing_original_share_a_story():
    inventor, words = Inventor(6), invent()
    assert groups_of([(f"a{i}", " ".join(inventor.change(words, 0.15)), DAY) for i in range(5)]) == [
        ["a0", "a1", "a2", "a3", "a4"]
    ]


def test_short_and_empty_texts():
    assert find_stories([]) == {}
    assert find_stories([("a", "", DAY), ("b", "Photo", DAY), ("c", "photo!", DAY)]) == {"a": "a", "b": "b", "c": "b"}
    assert groups_of([("a", "Putin meets Modi", DAY), ("b", "Putin meets Xi", DAY)]) == []


def test_an_article_read_twice_is_one():
    assert find_stories([("a", "Talks begin", DAY)] * 2) == {"a": "a"}


def test_the_copies_in_the_sample():
    briefs = [
        json.loads(line)
        for file in sorted((Path(__file__).parents[1] / "data" / "sample").glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    articles = [(b["id"], f"{b['title']}\n{b['text']}", date.fromisoformat(b["published"])) for b in briefs]
    stories = find_stories(articles)
    assert sorted((story, article) for article, story in stories.items() if story != article) == [
        ("brief-2022-003", "brief-2022-004"),
        ("brief-2022-041", "brief-2022-042"),
        ("brief-2022-064", "brief-2022-065"),
        ("brief-2022-089", "brief-2022-090"),
        ("brief-2023-019", "brief-2023-020"),
        ("brief-2023-094", "brief-2023-095"),
        ("brief-2024-060", "brief-2024-061"),
        ("brief-2024-102", "brief-2024-103"),
        ("brief-2025-039", "brief-2025-040"),
        ("brief-2026-004", "brief-2026-005"),
    ]


def test_many_articles_without_a_day_are_compared_by_a_part_of_their_shingles(monkeypatch):
    monkeypatch.setattr(copies, "MOST_LINKED", 3000)
    text = " ".join(invent())
    undated = [(article_id, other, None) for article_id, other, _ in OTHERS]
    stories = find_stories([*undated, ("a", text, None), ("b", " ".join(INVENTOR.change(text.split(), 0.2)), None)])
    assert {article: story for article, story in stories.items() if story != article} == {"b": "a"}


def test_shingles_with_figures_are_odd():
    shingles, _ = Shingler().find("Oil costs 81 dollars today")
    assert (len(shingles), int((shingles & 1).sum())) == (4, 2)
    assert (np.diff(shingles) > 0).all()
    assert Shingler().find("oil costs 81 dollars today")[0].tolist() == shingles.tolist()


edited = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from(["keep", "head", "cut", "change"]), st.none() | st.integers(0, 9)),
    min_size=1,
    max_size=12,
)


@given(edited, st.randoms(use_true_random=False), st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_the_order_of_the_articles_makes_no_difference(edits, random, seed):
    inventor = Inventor(seed)
    bases = [inventor.invent(80) for _ in range(4)]
    edit = {"keep": list, "head": inventor.head, "cut": inventor.cut, "change": lambda w: inventor.change(w, 0.3)}
    articles = [
        (f"{i:02d}", " ".join(edit[kind](bases[base])), None if day is None else after(day))
        for i, (base, kind, day) in enumerate(edits)
    ]
    stories = find_stories(articles)
    shuffled = articles.copy()
    random.shuffle(shuffled)
    assert find_stories(shuffled) == stories
    days = {article_id: day for article_id, _, day in articles}
    for article_id, story in stories.items():
        assert stories[story] == story
        members = [other for other, of in stories.items() if of == story]
        assert min(members, key=lambda m: (days[m] is None, days[m] or DAY, m)) == story
        dated = [days[m] for m in members if days[m]]
        assert not dated or (max(dated) - min(dated)).days <= 6
        assert {edits[int(m)][0] for m in members} == {edits[int(article_id)][0]}
