"""Trends: rates, trailing means, bursts, changes and what is new; by hand, by brute force and against statsmodels."""

from __future__ import annotations

from datetime import date
from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from analysis.statistics.bursts import count_bursts, find_states, mark_bursts
from analysis.statistics.changes import PARTS, count_change_parts, count_changes
from analysis.statistics.frequency import count_entities, count_periods, count_totals, find_inflation, find_interval
from analysis.statistics.intervals import find_ratio_interval
from analysis.statistics.novelty import count_first_appearances, count_first_pairs, count_returns
from analysis.statistics.trailing import count_trailing_means
from analysis.tables import check
from tests.test_statistics import FOUR, IDS, make_tables, named, random_rows

DAYS = pd.date_range("2025-01-01", periods=400, freq="D")


def make_timeline(relevant, units, entity_id="FRA", period="day", **more):
    """A TIMELINE of one entity named in r of d articles a day, from 1 January 2025."""
    rows = [
        (str(day.date()), f"{day:%j}-{i}", "", [["FRA"] if i < r else []])
        for day, r, d in zip(DAYS, relevant, units, strict=False)
        for i in range(d)
    ]
    articles, mentions = make_tables(rows)
    return count_periods(mentions, articles, period, [entity_id], **more)


# --- frequency


def test_mentions_per_thousand_words_of_four_articles():
    articles, mentions = make_tables(FOUR)  # ten words each
    assert count_entities(mentions, articles).mentions_per_1000_words.tolist() == [100.0, 75.0, 50.0, 25.0]
    weeks = count_periods(mentions, articles, "week", ["FRA"])
    assert weeks.words.tolist() == [20, 0, 10]
    assert weeks.mentions_per_1000_words.fillna(-1).tolist() == [150.0, -1, 0.0]


def test_shares_of_stories():
    articles, mentions = make_tables(FOUR)
    counts = count_entities(mentions, articles, counting="stories").set_index("entity_id")
    assert counts.share["RUS"] == 1 / 3
    weeks = count_periods(mentions, articles, "week", ["RUS"], counting="stories")
    assert (weeks.units.tolist(), weeks.share.fillna(-1).tolist()) == ([1, 0, 1], [1.0, -1, 0.0])
    check("timeline", weeks)


def test_copies_inflate_the_count_of_articles():
    articles, mentions = make_tables(FOUR)
    totals, counts = count_totals(mentions, articles), count_entities(mentions, articles)
    assert find_inflation(totals.articles, totals.stories) == 4 / 3
    assert find_inflation(counts.articles, counts.stories).tolist() == [1.5, 2.0, 1.0, 1.0]
    assert np.isnan(find_inflation(0, 0))


def test_years_are_periods():
    articles, mentions = make_tables([(f"{year}-06-01", "a", "", [["FRA"]]) for year in (2022, 2024)])
    years = count_periods(mentions, articles, "year", ["FRA"])
    assert years.period.dt.year.tolist() == [2022, 2023, 2024]
    assert years.articles.tolist() == [1, 0, 1]


@pytest.mark.parametrize(
    "period, last_day, unfinished",
    [
        ("day", None, False),
        ("week", None, True),  # Wednesday, 15 January 2025
        ("week", date(2025, 1, 19), False),  # the corpus goes on to Sunday, without articles
        ("month", date(2025, 1, 30), True),
        ("month", date(2025, 1, 31), False),
        ("year", date(2025, 12, 30), True),
    ],
)
def test_a_period_that_goes_on_after_the_corpus_is_unfinished(period, last_day, unfinished):
    articles, mentions = make_tables([("2024-12-31", "a", "", [["FRA"]]), ("2025-01-15", "b", "", [["FRA"]])])
    timeline = count_periods(mentions, articles, period, ["FRA", "RUS"], last_day)
    for _, line in timeline.groupby("entity_id"):
        assert line.unfinished.tolist() == [False] * (len(line) - 1) + [unfinished]


@given(st.lists(st.integers(1, 50), min_size=2, max_size=2).map(sorted))
def test_the_interval_of_a_share_is_that_of_statsmodels(pair):
    low, high = find_interval(*pair)
    assert (low, high) == pytest.approx(proportion_confint(*pair, method="wilson"))


# --- trailing means


def test_trailing_means_pool_the_articles_of_their_periods():
    means = count_trailing_means(make_timeline([1, 0, 4], [2, 10, 4]), 2)
    assert means.trailing_share.fillna(-1).tolist() == [-1, 1 / 12, 4 / 14]
    assert means.trailing_articles.fillna(-1).tolist() == [-1, 0.5, 2.0]
    assert means.trailing_mentions_per_1000_words.fillna(-1).tolist() == [-1, 1000 / 120, 4000 / 140]


def test_a_trailing_mean_does_not_run_across_a_gap_unless_asked_to():
    timeline = make_timeline([1, 1, 0, 1, 1], [1, 2, 0, 4, 1])
    strict, loose = count_trailing_means(timeline, 2), count_trailing_means(timeline, 3, least=2)
    assert strict.trailing_share.fillna(-1).tolist() == [-1, 2 / 3, -1, -1, 2 / 5]
    assert loose.trailing_share.fillna(-1).tolist() == [-1, 2 / 3, -1, 2 / 6, 2 / 5]
    assert loose.trailing_periods.tolist() == [1, 2, 2, 2, 2]


def test_an_unfinished_period_has_a_trailing_share_and_no_trailing_count():
    timeline = make_timeline([1] * 10, [2] * 10, period="week")  # ends on a Friday
    last = count_trailing_means(timeline, 2).iloc[-1]
    assert last.unfinished and last.trailing_share == 0.5 and np.isnan(last.trailing_articles)


def test_each_entity_has_its_own_trailing_mean():
    articles, mentions = make_tables([(str(day.date()), "a", "", [["FRA"]]) for day in DAYS[:3]])
    means = count_trailing_means(count_periods(mentions, articles, "day", ["RUS", "FRA"]), 2)
    assert means.trailing_articles.fillna(-1).tolist() == [-1, 0, 0, -1, 1, 1]


# --- bursts


def cheapest_states(relevant, units, s, gamma):
    """The costs of all sequences of states, from Kleinberg's definition, and the least of them."""
    usual = sum(relevant) / max(sum(units), 1)
    chances = (usual, min(s * usual, (1 + usual) / 2))

    def cost(states):
        moves = sum(gamma * np.log(len(states)) for a, b in zip((0, *states), states, strict=False) if b > a)
        return moves - sum(binom.logpmf(r, d, chances[q]) for q, r, d in zip(states, relevant, units, strict=True))

    costs = {states: cost(states) for states in product((0, 1), repeat=len(relevant))}
    return costs, min(costs.values())


@given(
    st.lists(st.integers(0, 12).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d))), min_size=1, max_size=8),
    st.sampled_from([1.5, 2.0, 3.0]),
    st.sampled_from([0.0, 0.5, 1.0]),
)
@settings(max_examples=60, deadline=None)
def test_no_sequence_of_states_is_cheaper(batches, s, gamma):
    relevant, units = zip(*batches, strict=True)
    costs, least = cheapest_states(relevant, units, s, gamma)
    found = tuple(find_states(relevant, units, s, gamma)[0].tolist())
    assert costs[found] == pytest.approx(least, abs=1e-9)


def test_a_planted_burst_is_found_with_its_days_and_weight():
    relevant, units = [2] * 10 + [12, 0, 14] + [2] * 10, [20] * 11 + [0] + [20] * 11
    bursts = count_bursts(make_timeline(relevant, units))
    assert bursts[["entity_id", "periods", "articles", "units"]].values.tolist() == [["FRA", 3, 26, 40]]
    assert (bursts.first_period[0], bursts.last_period[0]) == (DAYS[10], DAYS[12])
    usual = 66 / 440
    likelier = binom.logpmf([12, 14], 20, 2 * usual) - binom.logpmf([12, 14], 20, usual)
    assert bursts.weight[0] == pytest.approx(likelier.sum())
    assert (bursts.share[0], bursts.usual_share[0]) == (26 / 40, usual)
    assert bursts.p[0] == pytest.approx(23 * np.exp(-likelier.sum()))
    marked = mark_bursts(make_timeline(relevant, units))
    assert marked.burst.tolist() == [False] * 10 + [True] * 3 + [False] * 10


def test_more_articles_alone_are_no_burst():
    units = [10] * 10 + [100] * 3 + [10] * 10
    assert count_bursts(make_timeline([d // 5 for d in units], units)).empty


def test_gaps_neither_begin_nor_end_a_burst():
    relevant, units = [1] * 8 + [0, 15, 0] + [1] * 8, [20] * 8 + [0, 20, 0] + [20] * 8
    assert find_states(relevant, units)[0].tolist() == [0] * 9 + [1] + [0] * 9


def test_an_entity_in_most_articles_can_burst_too():
    relevant = [50] * 10 + [99] * 3 + [50] * 10
    assert find_states(relevant, [100] * 23)[0].tolist() == [0] * 10 + [1] * 3 + [0] * 10


def test_chance_bursts_stay_within_the_stated_bound():
    rng = np.random.default_rng(5)
    relevant = rng.binomial(40, 0.1, (400, 60))
    timeline = pd.concat(
        [
            pd.DataFrame({"entity_id": f"e{i:03d}", "period": DAYS[:60], "articles": row, "units": 40})
            for i, row in enumerate(relevant)
        ]
    )
    bursts = count_bursts(timeline)
    assert bursts[bursts.p < 0.05].entity_id.nunique() <= 0.05 * 400
    assert (bursts.q < 0.05).sum() == 0


def test_one_burst_per_entity_and_the_weightiest_first():
    articles, mentions = make_tables(
        [
            (str(day.date()), "a", "", [["FRA"] * (i in (5, 6) and n < 6) + ["RUS"] * (i in (9, 10, 11))])
            for i, day in enumerate(DAYS[:20])
            for n in range(10)
        ]
    )
    bursts = count_bursts(count_periods(mentions, articles, "day", ["FRA", "UKR", "RUS"]))
    assert bursts[["entity_id", "periods"]].values.tolist() == [["RUS", 3], ["FRA", 2]]


# --- changes


@pytest.mark.parametrize(
    "k, n, k_before, n_before", [(8, 20, 9, 80), (0, 20, 9, 80), (40, 50, 100, 400), (12, 15, 3, 30)]
)
def test_the_interval_of_a_ratio_is_near_the_score_interval(k, n, k_before, n_before):
    low, high = find_ratio_interval(k, n, k_before, n_before)
    score = confint_proportions_2indep(k, n, k_before, n_before, method="score", compare="ratio")
    assert (low, high) == pytest.approx(score, rel=0.15)
    assert low <= (k / n) / (k_before / n_before) <= high


@pytest.mark.parametrize("share, ratio", [(0.1, 1.0), (0.1, 3.0), (0.02, 2.0), (0.6, 1.5)])
def test_the_interval_of_a_ratio_covers_the_truth(share, ratio):
    n, n_before = 40, 160
    k, k_before = np.arange(n + 1)[:, None], np.arange(n_before + 1)[None, :]
    low, high = find_ratio_interval(*np.broadcast_arrays(k, n, k_before, n_before))
    chances = binom.pmf(k, n, share * ratio) * binom.pmf(k_before, n_before, share)
    assert 0.93 <= chances[(low <= ratio) & (ratio <= high)].sum() <= 1


def test_a_ratio_against_nothing_has_a_lower_end_only():
    low, high = find_ratio_interval([5, 0, 3], [10, 10, 0], [0, 0, 1], [30, 30, 5])
    assert (low[0] > 1, high[0]) == (True, np.inf)
    assert (low[1], high[1]) == (0.0, np.inf)
    assert np.isnan([low[2], high[2]]).all()


def test_the_change_against_four_periods_before():
    changes = count_changes(make_timeline([2, 3, 0, 2, 3, 8], [20, 20, 0, 20, 20, 20]), [4, 5, 6])
    assert changes[["back", "periods_before", "articles_before", "units_before"]].values.tolist() == [
        [4, 3, 8, 60],
        [5, 4, 10, 80],
        [6, 0, 0, 0],
    ]
    assert changes.ratio.fillna(-1).tolist() == pytest.approx([3.0, 3.2, -1])
    assert changes.change.fillna(-9).tolist() == pytest.approx([2.0, 2.2, -9])
    assert (changes.low[0] > 1, changes.low_base.tolist()) == (True, [False, False, True])


def test_no_change_is_told_on_a_low_base():
    timeline = make_timeline([1, 1, 1, 1, 4], [10] * 5)
    change = count_changes(timeline, [4]).iloc[0]
    assert (change.low_base, np.isnan(change.change), change.ratio) == (True, True, 4.0)
    many = make_timeline([1] * 52 + [3], [100] * 53)  # 52 before, but one expected now
    assert count_changes(many, [52]).low_base.tolist() == [True]
    assert count_changes(many, [52], low_base=1).change.tolist() == [2.0]


def test_the_unfinished_period_is_passed_over_unless_asked_for():
    timeline = make_timeline([1] * 10, [2] * 10, period="week")
    assert count_changes(timeline, [1]).period.tolist() == [pd.Timestamp("2024-12-30")]
    asked = count_changes(timeline, [1], period=pd.Timestamp("2025-01-06"))
    assert asked[["articles", "articles_before"]].values.tolist() == [[5, 5]]


def test_changes_of_nothing():
    assert count_changes(make_timeline([], []), [4]).empty


@given(random_rows, st.sampled_from([1.0, 0.25]), st.data())
@settings(max_examples=60, deadline=None)
def test_the_parts_of_a_change_add_up(rows, scale, data):
    articles, mentions = make_tables(rows)
    sides = [data.draw(st.sets(st.sampled_from(articles.article_id.tolist()))) if rows else set() for _ in range(2)]
    parts = count_change_parts(mentions, articles, *sides, scale)
    assert parts[[*PARTS]].sum(axis=1).tolist() == pytest.approx(parts.change.tolist(), abs=1e-9)
    sums = count_change_parts(mentions, articles, *sides, scale, by_source=True).groupby("entity_id")[[*PARTS]].sum()
    assert sums.loc[parts.entity_id].to_numpy() == pytest.approx(parts[[*PARTS]].to_numpy(), abs=1e-9)
    for part in parts.itertuples():
        naming = {f"{i:016x}" for i, row in enumerate(rows) if part.entity_id in named(row)}
        assert (part.articles, part.articles_before) == (len(naming & sides[0]), scale * len(naming & sides[1]))


def parts_of(now, before):
    """The parts of the change of France, from {source: (articles, articles that name France)} at both times."""
    rows = [
        (day, "", source, [["FRA"] if i < k else []])
        for day, side in (("2025-01-02", now), ("2025-01-01", before))
        for source, (n, k) in side.items()
        for i in range(n)
    ]
    articles, mentions = make_tables(rows)
    later = articles.published > "2025-01-01"
    parts = count_change_parts(mentions, articles, articles.article_id[later], articles.article_id[~later])
    return parts[[*PARTS]].iloc[0].tolist()


def test_each_cause_alone_is_the_whole_change():
    assert parts_of({"Post": (20, 10)}, {"Post": (10, 5)}) == pytest.approx([5, 0, 0])
    assert parts_of({"Post": (10, 8)}, {"Post": (10, 5)}) == pytest.approx([0, 0, 3])
    assert parts_of({"Post": (15, 15), "Times": (5, 0)}, {"Post": (5, 5), "Times": (15, 0)}) == pytest.approx(
        [0, 10, 0]
    )


def test_a_new_outlet_is_source_mix():
    volume, mix, within = parts_of({"Post": (10, 5), "Times": (10, 10)}, {"Post": (20, 10)})
    assert (volume, mix, within) == pytest.approx((0, 5, 0))


def test_with_one_outlet_the_parts_are_those_of_kitagawa():
    volume, mix, within = parts_of({"Post": (30, 12)}, {"Post": (10, 2)})
    assert (volume, mix, within) == pytest.approx(((30 - 10) * (0.4 + 0.2) / 2, 0, (0.4 - 0.2) * (30 + 10) / 2))


# --- what is new


def test_first_appearances_of_four_articles():
    articles, mentions = make_tables(FOUR)
    new = count_first_appearances(mentions, articles)
    columns = ["entity_id", "article_id", "articles_before", "articles", "mentions"]
    assert new[columns].values.tolist() == [
        ["UKR", f"{2:016x}", 2, 1, 1],
        ["FRA", f"{0:016x}", 0, 2, 3],  # the mention without a day is left out
        ["RUS", f"{0:016x}", 0, 2, 3],
        ["emmanuel-macron", f"{0:016x}", 0, 1, 1],
    ]
    assert count_first_appearances(mentions, articles, settled=1).entity_id.tolist() == ["UKR"]


def test_first_pairs_of_old_acquaintances():
    rows = [
        ("2025-01-01", "", "", [["FRA"]]),
        ("2025-01-02", "", "", [["RUS", "FRA"]]),
        ("2025-01-02", "", "", [["UKR"]]),
    ]
    rows += [("2025-01-03", "", "", [["UKR"], ["FRA", "RUS"]])]
    articles, mentions = make_tables(rows)
    columns = ["left_id", "right_id", "article_id", "left_before", "right_before", "articles_before", "together"]
    assert count_first_pairs(mentions, articles)[columns].values.tolist() == [
        ["FRA", "UKR", f"{3:016x}", 2, 1, 3, 1],
        ["RUS", "UKR", f"{3:016x}", 1, 1, 3, 1],
        ["FRA", "RUS", f"{1:016x}", 1, 0, 1, 2],
    ]
    assert count_first_pairs(mentions, articles, ["FRA", "RUS"])["right_id"].tolist() == ["RUS"]


@given(random_rows, st.sampled_from([1, 3, 1000]))
@settings(max_examples=60, deadline=None)
def test_first_pairs_agree_with_brute_force(rows, chunk):
    articles, mentions = make_tables(rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("analysis.statistics.novelty.CHUNK", chunk)
        pairs = count_first_pairs(mentions, articles)
    dated = sorted((row[0], i, set(named(row))) for i, row in enumerate(rows) if row[0])
    expected = {}
    for left, right in combinations(sorted(IDS), 2):
        both = [(day, i) for day, i, ids in dated if {left, right} <= ids]
        if both:
            before = [ids for day, _, ids in dated if day < both[0][0]]
            sums = [sum(left in ids for ids in before), sum(right in ids for ids in before), len(before)]
            expected[left, right] = [f"{both[0][1]:016x}", *sums, len(both)]
    columns = ["article_id", "left_before", "right_before", "articles_before", "together"]
    found = zip(pairs.left_id, pairs.right_id, pairs[columns].values.tolist(), strict=True)
    assert {(left, right): rest for left, right, rest in found} == expected


def test_a_return_after_silence():
    days = {1: "FRA", 2: "FRA", 3: "RUS", 4: "RUS", 8: "RUS", 9: "FRA", 10: "FRA"}  # 5 to 7: no articles, no silence
    rows = [(f"2025-01-{day:02d}", "", "", [[entity_id]]) for day, entity_id in days.items()]
    articles, mentions = make_tables(rows)
    returns = count_returns(mentions, articles, "day", 3)
    assert returns[["entity_id", "silent_periods", "silent_units", "articles"]].values.tolist() == [["FRA", 3, 3, 1]]
    assert (returns.period[0], returns.last_period[0]) == (pd.Timestamp("2025-01-09"), pd.Timestamp("2025-01-02"))
    assert count_returns(mentions, articles, "day", 4).empty
    assert count_returns(mentions, articles, "day", 3, settled=4).empty


@given(random_rows, st.sampled_from(["day", "week", "month"]), st.integers(1, 4))
@settings(max_examples=60, deadline=None)
def test_returns_agree_with_the_timeline(rows, period, silent):
    articles, mentions = make_tables(rows)
    timeline = count_periods(mentions, articles, period, IDS)
    expected = set()
    for entity_id, line in timeline[timeline.units > 0].groupby("entity_id"):
        at = np.flatnonzero(line.articles > 0)
        expected |= {
            (entity_id, line.period.iloc[now], now - before - 1, line.units.iloc[before + 1 : now].sum())
            for before, now in zip(at, at[1:], strict=False)
            if now - before - 1 >= silent
        }
    returns = count_returns(mentions, articles, period, silent)
    found = zip(returns.entity_id, returns.period, returns.silent_periods, returns.silent_units, strict=True)
    assert set(found) == expected


def test_nothing_is_new_in_nothing():
    articles, mentions = make_tables([])
    assert count_first_appearances(mentions, articles).empty
    assert count_first_pairs(mentions, articles).empty
    assert count_returns(mentions, articles, "week").empty
    assert count_bursts(count_periods(mentions, articles, "week", ["FRA"])).empty
