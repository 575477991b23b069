"""Who is mentioned together with whom: by hand, by published examples, and against other implementations."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2_contingency, contingency, fisher_exact, hypergeom, nchypergeom_fisher
from statsmodels.stats.contingency_tables import Table2x2
from statsmodels.stats.multitest import multipletests

from analysis.statistics.cooccurrence import count_pairs, find_exact_p, find_g2, order_by_similarity, spread_pairs
from analysis.statistics.degree_model import fit_degree_model
from analysis.statistics.exact_tests import find_tails
from analysis.statistics.matrix import order_by_count, order_by_name
from analysis.statistics.odds_ratios import find_odds_ratio
from analysis.statistics.rich_windows import find_conditional_p, find_null
from analysis.statistics.support import Support, find_q
from analysis.tables import check
from tests.test_statistics import FOUR, IDS, make_tables, named, random_rows


@st.composite
def two_by_two(draw, most=60):
    """(together, left, right, units) of a table."""
    cells = [draw(st.integers(0, most)) for _ in range(4)]
    return cells[0], cells[0] + cells[1], cells[0] + cells[2], sum(cells)


def cells_of(together, left, right, units):
    return [[together, left - together], [right - together, units - left - right + together]]


def find_windows(rows, unit):
    """The sets of entities of each window, from the rows of make_tables; a paragraph has two sentences."""
    if unit == "article":
        return [set(named(r)) for r in rows]
    if unit == "story":
        return [{e for r in rows if r[1] == story for e in named(r)} for story in {r[1] for r in rows}]
    size = 1 if unit == "sentence" else 2
    windows = [{e for s in r[3][i : i + size] for e in s} for r in rows for i in range(0, len(r[3]), size)]
    return [w for w in windows if w]


@settings(max_examples=60, deadline=None)
@given(
    random_rows,
    st.sampled_from(["article", "story", "sentence", "paragraph"]),
    st.sets(st.sampled_from(IDS)),
    st.sets(st.sampled_from(IDS)),
)
def test_pairs_equal_brute_force(rows, unit, left_ids, right_ids):
    articles, mentions = make_tables(rows)
    mentions["paragraph"] = mentions.sentence // 2
    windows = find_windows(rows, unit)
    pairs = count_pairs(mentions, articles, sorted(left_ids), sorted(right_ids), unit)
    check("pairs", pairs)
    asked = {tuple(sorted((a, b))) for a in left_ids for b in right_ids if a != b}
    assert {(p.left_id, p.right_id) for p in pairs.itertuples()} == asked
    for p in pairs.itertuples():
        left, right = (sum(e in w for w in windows) for e in (p.left_id, p.right_id))
        together = sum({p.left_id, p.right_id} <= w for w in windows)
        assert (p.together, p.left_units, p.right_units, p.units) == (together, left, right, len(windows))
        if windows:
            table = [[together, left - together], [right - together, len(windows) - left - right + together]]
            assert p.p == pytest.approx(fisher_exact(table).pvalue, rel=1e-6)
            assert p.p_more == pytest.approx(fisher_exact(table, "greater").pvalue, rel=1e-6)
            assert p.p_less == pytest.approx(fisher_exact(table, "less").pvalue, rel=1e-6)
            assert p.expected == pytest.approx(left * right / len(windows))
            if 0 < left < len(windows) and 0 < right < len(windows):
                g2 = chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
                assert abs(p.g2) == pytest.approx(g2, abs=1e-9)
                assert p.g2 == 0 or (p.g2 > 0) == (together > p.expected)


def test_pairs_of_known_strength():
    rows = [(None, str(i), "", [["FRA"] * (i < 4) + ["RUS"] * (2 <= i < 6)]) for i in range(8)]
    articles, mentions = make_tables(rows)
    pair = count_pairs(mentions, articles, ["RUS", "FRA"], ["FRA", "RUS"]).iloc[0]
    assert (pair.left_id, pair.right_id, pair.together, pair.expected, pair.lift) == ("FRA", "RUS", 2, 2.0, 1.0)
    assert (pair.npmi, pair.g2, pair.p, pair.odds_ratio) == (0.0, 0.0, 1.0, 1.0)
    assert pair.jaccard == pytest.approx(2 / 6)


def test_always_and_never_together():
    rows = [(None, str(i), "", [["FRA", "RUS"] if i < 2 else ["UKR"]]) for i in range(4)]
    articles, mentions = make_tables(rows)
    npmi = spread_pairs(count_pairs(mentions, articles, IDS[:3], IDS[:3]), IDS[:3], IDS[:3], "npmi")
    assert npmi.loc["FRA"].fillna(9).tolist() == pytest.approx([9, 1, -1])
    assert npmi.loc["UKR"].fillna(9).tolist() == [-1, -1, 9]


def test_one_article_says_nothing_about_pairs():
    articles, mentions = make_tables(FOUR[:1])
    pairs = count_pairs(mentions, articles, ["FRA"], ["RUS", "nato"])
    assert pairs[["together", "lift", "npmi", "p"]].fillna(9).values.tolist() == [[1, 1, 0, 1], [0, 9, 9, 1]]


def test_naming_twice_counts_once():
    articles, mentions = make_tables(FOUR)
    pair = count_pairs(mentions, articles, ["FRA"], ["RUS"]).iloc[0]
    assert (pair.together, pair.left_units, pair.right_units, pair.units) == (2, 3, 2, 4)
    pair = count_pairs(mentions, articles, ["FRA"], ["RUS"], "sentence").iloc[0]
    assert (pair.together, pair.left_units, pair.right_units, pair.units) == (1, 3, 3, 6)


def test_similar_entities_stand_side_by_side():
    groups = [["FRA", "nato"], ["RUS", "UKR"], ["FRA", "nato"], ["RUS", "UKR"], ["emmanuel-macron"]]
    articles, mentions = make_tables([(None, str(i), "", [ids]) for i, ids in enumerate(groups)])
    ordered = order_by_similarity(count_pairs(mentions, articles, IDS, IDS), IDS)
    assert sorted(ordered) == sorted(IDS)
    assert abs(ordered.index("FRA") - ordered.index("nato")) == 1
    assert abs(ordered.index("RUS") - ordered.index("UKR")) == 1
    assert order_by_similarity(pd.DataFrame(), ["RUS", "FRA"]) == ["RUS", "FRA"]


def test_paragraphs_need_their_column():
    articles, mentions = make_tables(FOUR)
    with pytest.raises(ValueError, match="windows of one paragraph need mentions with a column paragraph"):
        count_pairs(mentions, articles, ["FRA"], ["RUS"], "paragraph")


def test_sentences_can_be_counted_and_articles_tested():
    articles, mentions = make_tables(FOUR * 4)
    by = {unit: count_pairs(mentions, articles, ["FRA"], ["RUS"], unit).iloc[0] for unit in ("article", "sentence")}
    pair = count_pairs(mentions, articles, ["FRA"], ["RUS"], "sentence", tested_by="article").iloc[0]
    measures = ["together", "left_units", "units", "expected", "lift", "npmi", "jaccard", "g2"]
    tests = ["p", "q", "p_more", "p_less", "odds_low", "odds_high", "expected_null", "p_null", "q_null"]
    assert pair[measures].tolist() == by["sentence"][measures].tolist()
    assert pair[tests].fillna(9).tolist() == by["article"][tests].fillna(9).tolist()
    assert pair.p != by["sentence"].p


@settings(max_examples=200, deadline=None)
@given(two_by_two())
def test_exact_tests_equal_scipy(table):
    more, less = (fisher_exact(cells_of(*table), side).pvalue for side in ("greater", "less"))
    found = find_tails(*([number] for number in table))
    assert [found[0][0], found[1][0]] == pytest.approx([more, less], rel=1e-7)
    p = fisher_exact(cells_of(*table)).pvalue
    assert find_exact_p(*([number] for number in table))[0] == pytest.approx(p, rel=1e-6)


def test_exact_tests_of_a_million_windows_equal_scipy():
    rng = np.random.default_rng(1)
    left, right = (rng.integers(1, most, 40) for most in (400_000, 9_000))
    together = np.minimum(rng.poisson(left * right / 1e6 * rng.lognormal(0, 0.3, 40)), right)
    more, less = find_tails(together, left, right, np.full(40, 10**6))
    assert more == pytest.approx(hypergeom.sf(together - 1, 10**6, left, right), rel=1e-6)
    assert less == pytest.approx(hypergeom.cdf(together, 10**6, left, right), rel=1e-6)
    p = [fisher_exact(cells_of(k, a, b, 10**6)).pvalue for k, a, b in zip(together, left, right, strict=True)]
    assert find_exact_p(together, left, right, np.full(40, 10**6)) == pytest.approx(p, rel=1e-6)


def test_the_lady_tasting_tea():
    # Fisher 1935, The Design of Experiments, chapter II: three of four cups right; 17 chances in 70
    more, less = find_tails([3], [4], [4], [8])
    assert (more[0], less[0]) == (pytest.approx(17 / 70), pytest.approx(69 / 70))
    assert find_exact_p([3], [4], [4], [8])[0] == pytest.approx(34 / 70)


def test_convictions_of_twins():
    # Fisher 1935, of 13 identical and 17 other twins of criminals, 10 and 2 convicted; the exact p that he gives, and
    # the conditional interval of R's fisher.test, which the mid-p interval lies inside
    assert find_tails([10], [13], [12], [30])[0][0] == pytest.approx(619 / 1330665)
    ratio, low, high = (a[0] for a in find_odds_ratio([10], [13], [12], [30]))
    assert ratio == 25.0
    assert 2.753438 < low < ratio < high < 300.7


def test_pointwise_information_of_bouma():
    # Bouma 2009, his three points of orientation: only ever together, together as by chance, never together
    found = {}
    for name, both in (("always", 20), ("chance", 4), ("never", 0)):
        rows = [(None, str(i), "", [["FRA"] * (i < 20) + ["RUS"] * (20 - both <= i < 40 - both)]) for i in range(100)]
        articles, mentions = make_tables(rows)
        found[name] = count_pairs(mentions, articles, ["FRA"], ["RUS"]).iloc[0].npmi
    assert found == {"always": pytest.approx(1), "chance": pytest.approx(0), "never": -1}


def test_log_likelihood_of_dunning():
    # Dunning 1993, table 1: bigrams of 31,777 words that he lists with their counts
    rows = [(110, 2442, 111, 270.72), (29, 13, 123, 263.90), (31, 23, 139, 256.84), (10, 0, 3, 167.23)]
    for both, only_right, only_left, g2 in rows:
        found = find_g2(both, both + only_left, both + only_right, 31_777)
        assert found == pytest.approx(g2, abs=0.005)


@settings(max_examples=100, deadline=None)
@given(two_by_two(most=300))
def test_odds_ratios_equal_other_implementations(table):
    together, left, right, units = table
    cells = np.array(cells_of(*table))
    ratio, low, high = (a[0] for a in find_odds_ratio(*([number] for number in table)))
    exact = contingency.odds_ratio(cells, kind="conditional").confidence_interval(0.95)
    if 0 < left < units and 0 < right < units:
        assert ratio == pytest.approx(contingency.odds_ratio(cells, kind="sample").statistic, nan_ok=True)
        assert not low > ratio and not high < ratio
    if cells.min() >= 100:
        assert (low, high) == pytest.approx(Table2x2(cells).oddsratio_confint(), rel=1e-9)
    else:
        assert exact.low <= low * (1 + 1e-6) and high <= exact.high * (1 + 1e-6)
        for end, below in ((low, False), (high, True)):
            if 0 < end < np.inf:
                chance = nchypergeom_fisher(units, left, right, end)
                tail = chance.cdf(together - 1) if below else chance.sf(together)
                assert tail + chance.pmf(together) / 2 == pytest.approx(0.025, rel=1e-5)


def test_intervals_do_not_jump_where_the_method_changes():
    both = np.array([98, 99, 100, 101])
    _, low, high = find_odds_ratio(both, np.full(4, 6000), np.full(4, 8000), np.full(4, 10**6))
    assert np.diff(np.log(low)).max() < 2 * np.diff(np.log(low)).min()
    assert np.diff(np.log(high)).max() < 2 * np.diff(np.log(high)).min()


def test_q_is_benjamini_and_hochbergs_over_the_family():
    rng = np.random.default_rng(2)
    p = rng.random(200) ** 3
    tested = np.full(200, 10)
    assert find_q(p, tested, tested, tested, tested, Support()) == pytest.approx(multipletests(p, method="fdr_bh")[1])


def test_who_is_tested():
    together = [3, 2, 0, 0, 4, 2]
    left, right = [9, 9, 90, 90, 4, 5], [9, 9, 90, 90, 9, 5]
    q = find_q([0.01] * 6, together, left, right, [0.1, 0.1, 5.0, 4.9, 0.1, 0.1], Support())
    # five are in five windows or more on both sides; the three without support count in the correction with p = 1
    assert np.round(q, 4).tolist() == pytest.approx([0.025, np.nan, 0.025, np.nan, np.nan, np.nan], nan_ok=True)
    assert np.isnan(find_q([], [], [], [], [], Support())).tolist() == []


def test_chance_draws_of_a_given_number_equal_enumeration():
    richness = np.array([4, 5, 3, 2, 1, 0])  # windows that name none, one, ... of five
    units = np.array([8, 5, 4, 2, 2])
    model = fit_degree_model(units, richness)
    assert model.named.tolist() == [1, 2, 3, 4] and model.windows.tolist() == [5, 3, 2, 1]
    alone = model.alone(np.arange(5))
    assert alone @ model.windows == pytest.approx(units, rel=1e-4)
    assert alone.sum(axis=0) == pytest.approx([1, 2, 3, 4])
    odds = alone[:, 0] / alone[0, 0]  # in windows that name one, chances are the weights
    for h, k in enumerate(model.named):
        sets = {s: np.prod(odds[list(s)]) for s in itertools.combinations(range(5), k)}
        total = sum(sets.values())
        for i, j in itertools.combinations(range(5), 2):
            both = sum(weight for s, weight in sets.items() if i in s and j in s) / total
            assert model.together(np.array([i]), np.array([j]))[0, h] == pytest.approx(both, abs=1e-9)
            assert alone[i, h] == pytest.approx(sum(w for s, w in sets.items() if i in s) / total, abs=1e-9)


def test_who_is_everywhere_and_windows_that_name_all_are_certain():
    presence = np.array([[1, 1, 1, 1]] * 2 + [[1, 1, 0, 0]] * 3 + [[1, 0, 1, 0]] + [[1, 0, 0, 0]] * 2)
    units, richness = presence.sum(axis=0), np.bincount(presence.sum(axis=1))
    model = fit_degree_model(units, richness)
    alone = model.alone(np.arange(4))
    assert alone @ model.windows == pytest.approx(units, rel=1e-4)
    assert alone[0] == pytest.approx([1, 1, 1]) and alone[:, 2] == pytest.approx([1, 1, 1, 1])
    i, j = np.triu_indices(4, 1)
    expected, p = find_null((presence.T @ presence)[i, j], i, j, units, richness)
    assert expected[:3] == pytest.approx(units[1:], rel=1e-4)  # with the one who is everywhere
    assert p[:3].tolist() == [1, 1, 1]


@settings(max_examples=100, deadline=None)
@given(
    st.integers(1, 7).flatmap(
        lambda width: st.lists(st.lists(st.booleans(), min_size=width, max_size=width), min_size=1)
    )
)
def test_the_null_keeps_all_numbers_of_any_corpus(presence):
    presence = np.array(presence)
    units, richness = presence.sum(axis=0), np.bincount(presence.sum(axis=1))
    model = fit_degree_model(units, richness)
    everyone = np.arange(presence.shape[1])
    i, j = np.triu_indices(len(everyone), 1)
    expected, p = find_null((presence.T.astype(int) @ presence)[i, j], i, j, units, richness)
    assert ((p >= 0) & (p <= 1)).all()
    assert expected.sum() == pytest.approx(
        (richness * np.arange(len(richness)) * (np.arange(len(richness)) - 1) / 2).sum()
    )
    if len(model.named):
        assert model.alone(everyone) @ model.windows == pytest.approx(units, abs=0.01)
        assert model.alone(everyone).sum(axis=0) == pytest.approx(model.named)


@settings(max_examples=100, deadline=None)
@given(two_by_two(most=40))
def test_the_null_of_like_windows_is_fishers_test_within_15_per_cent(table):
    together, left, right, units = table
    if min(left, right, units - left, units - right) < 5:  # as all that are tested
        return
    a, b = left / units, right / units
    p = find_conditional_p([together], *(np.array([[c]]) for c in (a * b, a - a * b, b - a * b)), np.array([units]))
    twice = 2 * min(fisher_exact(cells_of(*table), side).pvalue for side in ("greater", "less"))
    assert p[0] == pytest.approx(min(twice, 1), rel=0.15)


def test_the_null_keeps_what_random_swaps_keep():
    # Strona et al. 2014: curveball trades draw from all tables with the same articles' and entities' numbers
    rng = np.random.default_rng(3)
    presence = rng.random((80, 6)) < np.outer(rng.beta(1, 2, 80), [0.9, 0.8, 0.6, 0.5, 0.4, 0.3])
    presence[:8] = True  # round-ups
    i, j = np.triu_indices(6, 1)
    together = presence.T.astype(int) @ presence
    units, richness = presence.sum(axis=0), np.bincount(presence.sum(axis=1))
    expected, p = find_null(together[i, j], i, j, units, richness)
    counts, table = [], trade(presence, rng, 2000)
    for _ in range(2000):
        table = trade(table, rng, 60)
        counts.append((table.T.astype(int) @ table)[i, j])
    counts = np.array(counts)
    assert expected == pytest.approx(counts.mean(axis=0), abs=0.35)
    swapped = np.minimum((counts >= together[i, j]).mean(axis=0), (counts <= together[i, j]).mean(axis=0))
    assert p == pytest.approx(np.minimum(2 * swapped, 1), abs=0.12)
    assert (left_out := together[i, j] * len(presence) / (units[i] * units[j])).min() > 1.2  # plain lift is fooled
    assert np.abs(np.log(together[i, j] / expected)).max() < np.log(left_out.min())


def trade(presence, rng, trades):
    presence = presence.copy()
    for _ in range(trades):
        one, other = rng.choice(len(presence), 2, replace=False)
        differ = np.flatnonzero(presence[one] != presence[other])
        mine = rng.permutation(differ)[: presence[one, differ].sum()]
        presence[one, differ], presence[other, differ] = False, True
        presence[one, mine], presence[other, mine] = True, False
    return presence


def test_a_round_up_ties_nobody():
    """A hundred articles that name two of twenty at random, and ten round-ups that name all."""
    rng = np.random.default_rng(4)
    ids = [f"z{i:02d}" for i in range(20)]
    named_in = [rng.choice(20, 2, replace=False) for _ in range(100)] + [np.arange(20)] * 10
    mentions = pd.DataFrame([(f"{a:016x}", ids[e]) for a, es in enumerate(named_in) for e in es])
    mentions = mentions.set_axis(["article_id", "entity_id"], axis=1).assign(kind="country")
    pairs = count_pairs(mentions, pd.DataFrame({"article_id": range(110)}), ids, ids)
    assert (pairs.q < 0.05).mean() > 0.9
    assert (pairs.q_null < 0.05).sum() == 0


def test_no_units_no_pairs():
    articles, mentions = make_tables([])
    assert count_pairs(mentions, articles, [], []).empty
    pair = count_pairs(mentions, articles, ["FRA"], ["RUS"]).iloc[0]
    assert pair[["together", "units", "p", "p_more", "p_null", "expected_null"]].tolist() == [0, 0, 1, 1, 1, 0]
    assert pair[["q", "lift", "odds_ratio", "lift_null"]].isna().all()


def test_orders_by_count_and_by_name():
    articles, mentions = make_tables(FOUR)
    pairs = count_pairs(mentions, articles, IDS, IDS)
    assert order_by_count(pairs, sorted(IDS)) == ["FRA", "RUS", "UKR", "emmanuel-macron", "nato"]
    names = {"FRA": "France", "RUS": "Russia", "UKR": "Ukraine", "emmanuel-macron": "emmanuel Macron", "nato": "NATO"}
    assert order_by_name(IDS, names) == ["emmanuel-macron", "FRA", "nato", "RUS", "UKR"]
