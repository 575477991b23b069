"""A against B: by hand, against statsmodels, and over random corpora."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import false_discovery_control, norm
from statsmodels.stats.contingency_tables import Table2x2
from statsmodels.stats.proportion import confint_proportions_2indep

from analysis.statistics.comparison import compare_entities, compare_pairs, find_log_odds
from analysis.statistics.cooccurrence import count_pairs
from analysis.statistics.intervals import find_difference_interval
from tests.test_statistics import FOUR, IDS, make_tables, named, random_rows

ARTICLE = [f"{i:016x}" for i in range(400)]


def test_the_interval_of_a_difference_of_published_examples():
    # Newcombe 1998, Statistics in Medicine 17:873, table II, method 10: 56/70 - 48/80, 9/10 - 3/10, 10/10 - 0/10
    low, high = find_difference_interval([56, 9, 10], [70, 10, 10], [48, 3, 0], [80, 10, 10])
    assert np.round(low, 4).tolist() == [0.0524, 0.1705, 0.6075]
    assert np.round(high, 4).tolist() == [0.3339, 0.8090, 1.0]


@given(st.integers(1, 60), st.integers(1, 60), st.data())
@settings(deadline=None)
def test_the_interval_of_a_difference_is_that_of_statsmodels(n, n_other, data):
    k, k_other = data.draw(st.integers(0, n)), data.draw(st.integers(0, n_other))
    expected = confint_proportions_2indep(k, n, k_other, n_other, method="newcomb", compare="diff")
    assert find_difference_interval(k, n, k_other, n_other) == pytest.approx(expected, abs=1e-9)


def test_log_odds_by_hand():
    log_odds, z = find_log_odds([10, 0, 5], [2, 6, 5], [1.0, 0.5, 1.5])
    expected = np.log(11 / (15 + 3 - 11)) - np.log(3 / (13 + 3 - 3))
    assert (log_odds[0], z[0]) == pytest.approx((expected, expected / np.sqrt(1 / 11 + 1 / 3)))
    assert log_odds[1] < 0 < log_odds[0]


def test_a_flat_prior_of_one_half_is_the_corrected_odds_ratio_of_two_entities():
    log_odds, _ = find_log_odds([7, 3], [2, 9], [0.5, 0.5])
    assert log_odds[0] == pytest.approx(Table2x2([[7, 3], [2, 9]], shift_zeros=False).log_oddsratio, rel=0.15)
    assert log_odds[0] == pytest.approx(Table2x2(np.array([[7, 3], [2, 9]]) + 0.5).log_oddsratio)


def test_swapping_the_sides_turns_every_sign():
    articles, mentions = make_tables(FOUR * 3)
    one = compare_entities(mentions, ARTICLE[:6], ARTICLE[6:12], least_articles=1).set_index("entity_id").sort_index()
    other = compare_entities(mentions, ARTICLE[6:12], ARTICLE[:6], least_articles=1).set_index("entity_id").sort_index()
    for name in ("difference", "log_odds", "z"):
        assert one[name].tolist() == pytest.approx((-other[name]).tolist())
    assert one.q.tolist() == pytest.approx(other.q.tolist())
    assert one.low.tolist() == pytest.approx((-other.high).tolist())


def test_an_article_in_both_sets_counts_on_neither_side_unless_asked():
    articles, mentions = make_tables(FOUR)
    columns = ["entity_id", "articles_a", "units_a", "articles_b", "units_b", "units_overlap"]
    apart = compare_entities(mentions, ARTICLE[:2], ARTICLE[1:4])
    assert apart.sort_values("entity_id")[columns].values.tolist() == [
        ["FRA", 1, 1, 1, 2, 1],
        ["RUS", 1, 1, 0, 2, 1],
        ["UKR", 0, 1, 2, 2, 1],
        ["emmanuel-macron", 1, 1, 0, 2, 1],
    ]
    both = compare_entities(mentions, ARTICLE[:2], ARTICLE[1:4], overlap="both", leave_out=["UKR", "emmanuel-macron"])
    assert both.sort_values("entity_id")[columns].values.tolist() == [["FRA", 2, 2, 2, 3, 1], ["RUS", 2, 2, 1, 3, 1]]


def test_mentions_can_be_compared_instead_of_articles():
    articles, mentions = make_tables(
        [("2025-01-01", "", "", [["FRA"] * 9 + ["RUS"]]), ("2025-01-01", "", "", [["RUS", "FRA"]])]
    )
    by_article = compare_entities(mentions, ARTICLE[:1], ARTICLE[1:2])
    by_mention = compare_entities(mentions, ARTICLE[:1], ARTICLE[1:2], measure="mentions")
    assert by_article.log_odds.tolist() == pytest.approx([0, 0])
    assert by_mention.set_index("entity_id").log_odds["FRA"] > 0.5
    assert by_mention[["mentions_a", "mentions_b"]].sum().tolist() == [10, 2]


def test_a_larger_prior_draws_the_log_odds_to_none():
    articles, mentions = make_tables(FOUR * 5)
    a, b = ([ARTICLE[i] for i in range(20) if (i % 4 < 2) == first] for first in (True, False))
    sizes = [compare_entities(mentions, a, b, prior_size=size).log_odds.abs().max() for size in (1, 40, 4000)]
    assert sizes[0] > sizes[1] > sizes[2]


def test_nothing_against_nothing():
    articles, mentions = make_tables(FOUR)
    assert compare_entities(mentions, [], []).empty
    assert compare_entities(mentions.iloc[:0], ARTICLE[:1], ARTICLE[1:2]).empty
    alone = compare_entities(mentions, ARTICLE[:2], [])
    assert alone.share_b.isna().all() and alone.low.isna().all()


@given(random_rows, st.data())
@settings(max_examples=50, deadline=None)
def test_shares_agree_with_brute_force(rows, data):
    articles, mentions = make_tables(rows)
    sides = [data.draw(st.sets(st.sampled_from(articles.article_id.tolist()))) if rows else set() for _ in range(2)]
    table = compare_entities(mentions, *sides, least_articles=2)
    a, b = sides[0] - sides[1], sides[1] - sides[0]
    for row in table.itertuples():
        naming = {ARTICLE[i] for i, r in enumerate(rows) if row.entity_id in named(r)}
        assert (row.articles_a, row.units_a) == (len(naming & a), len(a))
        assert (row.articles_b, row.units_b) == (len(naming & b), len(b))
        if a and b:
            assert row.low - 1e-12 <= row.difference <= row.high + 1e-12
    known = table.z.notna() & (table.articles_a + table.articles_b >= 2)
    assert table.q[~known].isna().all()
    q = false_discovery_control(2 * norm.sf(table.z[known].abs())) if known.any() else []
    assert table.q[known].tolist() == pytest.approx(list(q))


def test_without_a_difference_few_entities_stand_out_and_a_planted_one_does():
    rng = np.random.default_rng(3)
    shares = 0.5 / np.arange(1, 101)
    found, planted = 0, 0
    for _ in range(40):
        names = rng.random((600, 100)) < shares
        names[:300, 20] = rng.random(300) < 6 * shares[20]
        at, of = np.nonzero(names)
        mentions = pd.DataFrame({"article_id": np.char.mod("%d", at), "entity_id": np.char.mod("e%03d", of)})
        ids = np.char.mod("%d", np.arange(600))
        table = compare_entities(mentions, ids[:300], ids[300:])
        significant = set(table.entity_id[table.q < 0.05])
        planted += "e020" in significant
        found += bool(significant - {"e020"})
    assert (planted >= 36, found <= 4) == (True, True)


# --- pairs


def pairs_of(rows):
    articles, mentions = make_tables(rows)
    return count_pairs(mentions, articles, IDS, IDS)


def rows_of(both, left, right, neither):
    """Articles that name France and Russia, France alone, Russia alone, neither."""
    return [
        (None, str(i), "", [ids])
        for ids, n in zip((["FRA", "RUS"], ["FRA"], ["RUS"], ["UKR"]), (both, left, right, neither), strict=True)
        for i in range(n)
    ]


def test_two_pairs_tables_against_statsmodels():
    cells = [(12, 8, 9, 40), (5, 20, 15, 60)]
    table = compare_pairs(*(pairs_of(rows_of(*c)) for c in cells)).set_index(["left_id", "right_id"]).loc["FRA", "RUS"]
    tables = [Table2x2((np.array(c) + 0.5).reshape(2, 2)) for c in cells]
    assert table.log_association == pytest.approx(tables[0].log_oddsratio - tables[1].log_oddsratio)
    error = np.hypot(*(t.log_oddsratio_se for t in tables))
    assert table.z_association == pytest.approx(table.log_association / error)
    odds = Table2x2(np.array([[12.5, 57.5], [5.5, 95.5]]))
    assert (table.log_odds, table.z) == pytest.approx((odds.log_oddsratio, odds.log_oddsratio / odds.log_oddsratio_se))


def test_only_pairs_with_support_are_tested():
    a, b = pairs_of(rows_of(2, 5, 5, 9)), pairs_of(rows_of(1, 6, 6, 9))
    table = compare_pairs(a, b).set_index(["left_id", "right_id"])
    assert table.q.dropna().index.tolist() == [("FRA", "RUS")]
    assert compare_pairs(a, b, least_together=4).q.isna().all()
    assert compare_pairs(a, b, least_units=8).q.isna().all()


def test_a_pair_that_one_table_lacks_is_not_compared():
    a = pairs_of(rows_of(5, 5, 5, 9))
    lacking = a[a.left_id != "FRA"]
    table = compare_pairs(a, lacking).set_index(["left_id", "right_id"])
    assert np.isnan(table.log_odds["FRA", "RUS"]) and table.together_a["FRA", "RUS"] == 5
    assert len(compare_pairs(a.iloc[:0], a.iloc[:0])) == 0
