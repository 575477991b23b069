"""Counting: by hand on a small corpus, and against brute force on random ones."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.statistics.frequency import (
    choose_period,
    count_change,
    count_entities,
    count_periods,
    count_totals,
    count_totals_over_time,
    find_interval,
)
from analysis.tables import MENTIONS, check

KIND = {"FRA": "country", "RUS": "country", "UKR": "country", "emmanuel-macron": "person", "nato": "organisation"}
IDS = list(KIND)


def make_tables(rows):
    """Articles and mentions from (day or None, story, source, [[ids of sentence 0], [ids of sentence 1], ...]) rows."""
    articles, mentions = [], []
    for i, (day, story, source, sentences) in enumerate(rows):
        article = {
            "article_id": f"{i:016x}",
            "published": pd.Timestamp(day) if day else pd.NaT,
            "story_id": story,
            "source": source,
        }
        articles.append(article | {"words": 10})
        start = 0
        for number, ids in enumerate(sentences):
            for entity_id in ids:
                mention = {"sentence": number, "start": start, "end": start + 1, "surface": "x", "confidence": 1.0}
                mentions.append(article | mention | {"kind": KIND[entity_id], "entity_id": entity_id, "layer": "name"})
                start += 2
    articles = pd.DataFrame(articles, columns=["article_id", "published", "story_id", "source", "words"])
    articles["published"] = articles.published.astype("datetime64[ms]")
    columns = [*MENTIONS.columns, "published", "source", "story_id"]
    mentions = pd.DataFrame(mentions, columns=columns).astype(MENTIONS.columns)
    mentions["published"] = mentions.published.astype("datetime64[ms]")
    return articles.astype({"article_id": "str", "story_id": "str", "source": "str"}), mentions


FOUR = [
    ("2025-12-01", "s1", "Post", [["FRA", "RUS", "FRA"], ["RUS", "emmanuel-macron"]]),
    ("2025-12-01", "s1", "Times", [["FRA"], ["RUS"]]),
    ("2025-12-15", "s2", "Post", [["UKR"], []]),
    (None, "s3", "", [["FRA", "UKR"]]),
]

random_rows = st.lists(
    st.tuples(
        st.none() | st.dates(date(2024, 11, 1), date(2025, 3, 31)),
        st.sampled_from(["s1", "s2", "s3", "s4"]),
        st.sampled_from(["", "Post", "Times"]),
        st.lists(st.lists(st.sampled_from(IDS), max_size=4), max_size=3),
    ),
    max_size=12,
)


def named(row) -> list[str]:
    return [entity_id for sentence in row[3] for entity_id in sentence]


def test_counts_of_four_articles():
    articles, mentions = make_tables(FOUR)
    counts = count_entities(mentions, articles)
    check("counts", counts)
    assert counts[["entity_id", "mentions", "articles", "stories", "share"]].values.tolist() == [
        ["FRA", 4, 3, 2, 0.75],
        ["RUS", 3, 2, 1, 0.5],
        ["UKR", 2, 2, 2, 0.5],
        ["emmanuel-macron", 1, 1, 1, 0.25],
    ]


def test_totals_of_four_articles():
    articles, mentions = make_tables(FOUR)
    totals = count_totals(mentions, articles)
    assert (totals.articles, totals.stories, totals.mentions, totals.countries, totals.actors) == (4, 3, 10, 3, 1)
    assert (totals.undated, totals.words, totals.sources) == (1, 40, 2)
    assert (totals.first_day, totals.last_day) == (date(2025, 12, 1), date(2025, 12, 15))


def test_totals_of_nothing():
    articles, mentions = make_tables([])
    totals = count_totals(mentions, articles)
    assert (totals.articles, totals.mentions, totals.first_day) == (0, 0, None)
    assert count_entities(mentions, articles).empty
    assert count_periods(mentions, articles, "week", ["FRA"]).empty
    assert count_totals_over_time(mentions, articles, "week").empty


def test_a_week_without_articles_is_a_gap_and_one_without_the_entity_is_zero():
    articles, mentions = make_tables(FOUR)
    weeks = count_periods(mentions, articles, "week", ["RUS"])
    check("timeline", weeks)
    assert weeks.period.dt.strftime("%F").tolist() == ["2025-12-01", "2025-12-08", "2025-12-15"]  # Mondays
    assert weeks.units.tolist() == [2, 0, 1]
    assert weeks.articles.tolist() == [2, 0, 0]
    assert weeks.share.fillna(-1).tolist() == [1.0, -1, 0.0]


@pytest.mark.parametrize(
    "period, first_days",
    [
        ("day", ["2024-12-31", "2025-01-01"]),
        ("week", ["2024-12-30"]),
        ("month", ["2024-12-01", "2025-01-01"]),
        ("quarter", ["2024-10-01", "2025-01-01"]),
    ],
)
def test_new_year_falls_in_the_right_periods(period, first_days):
    articles, mentions = make_tables([("2024-12-31", "a", "", [["FRA"]]), ("2025-01-01", "b", "", [["FRA"]])])
    counted = count_periods(mentions, articles, period, ["FRA"])
    assert counted.period.dt.strftime("%F").tolist() == first_days
    assert counted.mentions.sum() == 2


def test_totals_over_time_have_every_period():
    articles, mentions = make_tables(FOUR)
    weeks = count_totals_over_time(mentions, articles, "week")
    assert weeks[["articles", "mentions", "countries", "actors"]].values.tolist() == [
        [2, 7, 2, 1],
        [0, 0, 0, 0],
        [1, 1, 1, 0],
    ]


def test_wilson_interval_of_published_examples():
    # Newcombe 1998, Statistics in Medicine 17:857, table I, method 3
    low, high = find_interval([81, 15, 0, 1], [263, 148, 20, 29])
    assert np.round(low, 4).tolist() == [0.2553, 0.0624, 0.0, 0.0061]
    assert np.round(high, 4).tolist() == [0.3662, 0.1605, 0.1611, 0.1718]


def test_change_is_not_said_of_next_to_nothing():
    assert count_change(200, 3) is None
    assert count_change(15, 10) == 0.5
    assert count_change(0, 10) == -1.0


@pytest.mark.parametrize(
    "last, period",
    [
        (date(2025, 1, 1), "day"),
        (date(2025, 2, 5), "day"),
        (date(2025, 2, 6), "week"),
        (date(2025, 9, 9), "week"),
        (date(2025, 9, 10), "month"),
        (date(2027, 12, 31), "month"),
        (date(2029, 12, 31), "quarter"),
    ],
)
def test_period_fits_the_span(last, period):
    assert choose_period(date(2025, 1, 1), last) == period


@settings(max_examples=60, deadline=None)
@given(random_rows, st.booleans())
def test_counts_equal_brute_force(rows, categorical):
    articles, mentions = make_tables(rows)
    if categorical:
        mentions = mentions.astype(dict.fromkeys(["article_id", "entity_id", "kind", "layer", "story_id"], "category"))
    counts = count_entities(mentions, articles)
    check("counts", counts)
    assert counts.mentions.sum() == len(mentions)
    brute = {
        e: (
            sum(named(r).count(e) for r in rows),
            sum(e in named(r) for r in rows),
            len({r[1] for r in rows if e in named(r)}),
        )
        for e in IDS
    }
    found = {c.entity_id: (c.mentions, c.articles, c.stories) for c in counts.itertuples()}
    assert found == {e: numbers for e, numbers in brute.items() if numbers[0]}


@settings(max_examples=60, deadline=None)
@given(random_rows, st.sampled_from(["day", "week", "month", "quarter"]))
def test_periods_sum_to_the_counts(rows, period):
    rows = [r for r in rows if r[0]]
    articles, mentions = make_tables(rows)
    timeline = count_periods(mentions, articles, period, IDS)
    check("timeline", timeline)
    summed = timeline.groupby("entity_id")[["mentions", "articles"]].sum()
    counts = count_entities(mentions, articles).set_index("entity_id")
    for entity_id in summed.index:
        expected = counts.loc[entity_id, ["mentions", "articles"]].tolist() if entity_id in counts.index else [0, 0]
        assert summed.loc[entity_id].tolist() == expected
    if rows:
        assert timeline[timeline.entity_id == "FRA"].units.sum() == len(rows)
        assert (timeline.share.isna() == (timeline.units == 0)).all()
        assert timeline.entity_id.drop_duplicates().tolist() == IDS
