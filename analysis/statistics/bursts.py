"""Bursts: stretches of time in which an entity takes an unusual share of the coverage.

The two-state automaton of Kleinberg (2002), "Bursty and hierarchical structure in streams", section 4, for batches:
r of the d articles of a period name the entity. In the usual state an article names it with chance p0 = Σr ÷ Σd, in a
burst with p1 = s × p0. A sequence of states costs, in nats, −ln of the binomial chance of every r given its state, and
γ ln n each time it goes from the usual state into a burst (n periods; coming back is free; it begins in the usual
state). The cheapest sequence is the one told (found exactly, by Viterbi's algorithm).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import xlogy
from scipy.stats import false_discovery_control


def find_states(relevant, units, s: float = 2.0, gamma: float = 1.0) -> np.ndarray:
    """1 where a burst is on, 0 elsewhere: for each row of `relevant` (entities × periods) of `units` (periods).

    `s` > 1 is how many times its usual share an entity must take: twice by default, the least rise that reads as more
    than "somewhat more". `gamma` ≥ 0 is what entering a burst costs: with 1, the default, the period or periods must
    be n times likelier as a burst than as usual, n being the number of periods in which it could have begun, which is
    a guard against looking in many places. Both are the defaults of R's package bursts and of Python's burst_detection.

    For an entity in more than one in 2s − 1 articles (s = 2: a third) s × p0 comes too near to, or over, all articles;
    there p1 lies halfway between p0 and 1. A period without articles costs nothing in either state: bursts run on
    through it, but neither begin nor end in it. Of equally cheap sequences the one that is in the burst state later and
    shorter is taken.
    """
    if s <= 1 or gamma < 0:
        raise ValueError("s must be over 1, and gamma at least 0")
    relevant, units = np.atleast_2d(np.asarray(relevant, float)), np.asarray(units, float)
    entities, periods = relevant.shape
    states = np.zeros((entities, periods), np.int8)
    if not periods:
        return states
    gain = _gains(relevant, units, s)
    enter = gamma * np.log(periods)
    usual, burst = (
        np.zeros(entities),
        np.full(entities, np.inf),
    )  # the cheapest way to each state, usual costs taken as 0
    came_from_burst = np.zeros((2, periods, entities), bool)  # into the usual state, into a burst
    for t in range(periods):
        came_from_burst[0, t], came_from_burst[1, t] = burst < usual, burst < usual + enter
        usual, burst = np.minimum(usual, burst), np.minimum(usual + enter, burst) - gain[:, t]
    state = (burst < usual).astype(np.int8)
    for t in range(periods - 1, -1, -1):
        states[:, t] = state
        state = np.where(state, came_from_burst[1, t], came_from_burst[0, t]).astype(np.int8)
    return states


def find_usual_shares(relevant, units, s: float = 2.0) -> tuple[np.ndarray, np.ndarray]:
    """p0 and p1 of each row of `relevant`; see find_states."""
    usual = np.divide(relevant.sum(axis=1), max(units.sum(), 1))
    return usual, np.minimum(s * usual, (1 + usual) / 2)


def _gains(relevant: np.ndarray, units: np.ndarray, s: float) -> np.ndarray:
    """By how many nats each period is likelier as a burst than as usual: −∞ to ∞, 0 without articles."""
    usual, raised = (p[:, None] for p in find_usual_shares(relevant, units, s))
    missing = units - relevant
    with np.errstate(divide="ignore", invalid="ignore"):
        rise = np.where(usual > 0, raised / usual, 1.0)
        fall = np.where(usual < 1, (1 - raised) / (1 - usual), 1.0)
    return xlogy(relevant, rise) + xlogy(missing, fall)


def mark_bursts(timeline: pd.DataFrame, s: float = 2.0, gamma: float = 1.0, counting: str = "articles") -> pd.DataFrame:
    """The TIMELINE with a column `burst`: whether the entity is in one in that period."""
    ids, relevant, units = _spread(timeline, counting)
    states = find_states(relevant.to_numpy(), units, s, gamma).astype(bool)
    rows = ids.get_indexer(timeline.entity_id.astype("str"))
    columns = relevant.columns.get_indexer(timeline.period)
    return timeline.assign(burst=states[rows, columns])


def count_bursts(
    timeline: pd.DataFrame, s: float = 2.0, gamma: float = 1.0, counting: str = "articles"
) -> pd.DataFrame:
    """One row per burst of the TIMELINE's entities, the weightiest first, then the earliest, then by id.

    `first_period` and `last_period` (their first days) and `periods`, their number, gaps between them included.
    `articles` of `units` name the entity in them, which is `share`; `usual_share` is that of the whole timeline.
    `weight` (nats) is by how much cheaper the burst is told as one than as usual (Kleinberg, section 4): Σ over its
    periods of ln of how many times likelier their counts are with p1 than with p0.

    `p` bounds the chance that an entity that always keeps to its usual share shows anywhere a stretch of this weight:
    n e^−weight, at most 1 (Ville's inequality for each of the n possible beginnings; p0 is taken as known).
    `q` is the false discovery rate over all bursts and, with p = 1, the entities without one (Benjamini & Hochberg
    1995): with many entities, some bursts are chance, and those with a large q likely are.
    """
    ids, relevant, units = _spread(timeline, counting)
    counts = relevant.to_numpy(float)
    states = find_states(counts, units, s, gamma)
    edges = np.diff(np.pad(states, ((0, 0), (1, 1))), axis=1)
    entity, first = np.nonzero(edges == 1)
    last = np.nonzero(edges == -1)[1] - 1  # row by row, as the beginnings
    sums = {
        name: _sum_between(of, entity, first, last) for name, of in (("r", counts), ("gain", _gains(counts, units, s)))
    }
    known = np.concatenate([[0], np.cumsum(units)])
    within = known[last + 1] - known[first]
    weight = sums["gain"]
    p = np.minimum(len(units) * np.exp(-weight), 1.0)
    without = len(ids) - len(np.unique(entity))
    found = {
        "entity_id": ids.to_numpy()[entity],
        "first_period": relevant.columns[first],
        "last_period": relevant.columns[last],
        "periods": last - first + 1,
        "articles": sums["r"].astype("int64"),
        "units": within.astype("int64"),
        "share": sums["r"] / np.maximum(within, 1),
        "usual_share": find_usual_shares(counts, units, s)[0][entity],
        "weight": weight,
        "p": p,
        "q": false_discovery_control(np.concatenate([p, np.ones(without)]))[: len(p)] if len(p) else p,
    }
    bursts = pd.DataFrame(found).rename(columns={"articles": counting}).astype({"entity_id": "str"})
    return bursts.sort_values(["weight", "first_period", "entity_id"], ascending=[False, True, True], ignore_index=True)


def _spread(timeline: pd.DataFrame, counting: str) -> tuple[pd.Index, pd.DataFrame, np.ndarray]:
    """The entities in order of appearance, their counts (entities × periods), and the units per period."""
    ids = pd.Index(timeline.entity_id.astype("str").unique())
    relevant = timeline.assign(entity_id=timeline.entity_id.astype("str")).pivot(
        index="entity_id", columns="period", values=counting
    )
    units = timeline.drop_duplicates("period").set_index("period").units
    return ids, relevant.reindex(ids), units.reindex(relevant.columns).to_numpy(float)


def _sum_between(values: np.ndarray, rows, first, last) -> np.ndarray:
    sums = np.pad(np.cumsum(values, axis=1), ((0, 0), (1, 0)))
    return sums[rows, last + 1] - sums[rows, first]
