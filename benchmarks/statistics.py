"""Whether the statistics of pairs are fast and right: `python -m benchmarks.statistics [--articles N] [--entities N]
[--corpora N] [--seed N]`. As it stands, minutes; `--articles 20000 --corpora 20`, seconds.

Speed: the whole pairs table of invented articles, ten mentions each, at a quarter, half and all of N, with the memory
of the process at its highest. Linear means that the seconds per million articles stay, or fall to what they come to
beside the work that is per pair.

Chance: corpora in which nobody has to do with anybody, entities being rare or frequent by a power law; the share of
them in which any pair at all comes out with q under 0.05. It may be .07 (.05, and what a thousand corpora can tell).
Even articles name every entity with that entity's probability; of uneven ones, some are round-ups that name many.

Planted pairs: the same with pairs of known odds ratio among them; how many are found at q under 0.05, and how often
the 95 % interval covers the truth, by how many windows with both are expected. It should be 93 to 97 %. Beside it,
Woolf's interval with ½ in each cell, for what it would have done."""

from __future__ import annotations

import argparse
import resource
import time

import numpy as np
import pandas as pd
from scipy.stats import norm

from analysis.statistics.cooccurrence import count_pairs
from analysis.statistics.frequency import find_interval

PER_ARTICLE = 10
SMALL_ARTICLES, SMALL_ENTITIES = 2000, 40  # of the corpora of the simulations
RATIOS = (0.25, 0.5, 1.5, 2.0, 4.0, 10.0)  # planted odds ratios
BANDS = ((0, 3), (3, 10), (10, 30), (30, np.inf))  # of windows with both expected under the planted ratio


def make_tables(rows: np.ndarray, entities: np.ndarray, articles: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Mentions and articles from the number of the article (ascending) and of the entity of each mention."""
    ids = pd.Index([f"{i:016x}" for i in range(articles)])
    names = pd.Index([f"Z{i:03d}" for i in range(int(entities.max(initial=0)) + 1)])
    article = pd.Categorical.from_codes(rows, ids)
    mentions = pd.DataFrame(
        {
            "article_id": article,
            "story_id": article,
            "entity_id": pd.Categorical.from_codes(entities, names),
            "kind": pd.Categorical.from_codes(np.zeros(len(rows), np.int8), ["country"]),
            "sentence": np.zeros(len(rows), np.int32),
        },
        copy=False,
    )
    return mentions, pd.DataFrame({"article_id": ids, "story_id": ids})


def invent_large(rng: np.random.Generator, articles: int, entities: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Ten mentions per article on average, more in some; entities by a power law."""
    rows = np.sort((articles * rng.random(articles * PER_ARTICLE) ** 1.5).astype(np.int32))
    shares = 1 / np.arange(1, entities + 1) ** 0.9
    named = rng.choice(entities, len(rows), p=shares / shares.sum()).astype(np.int16)
    return make_tables(rows, named, articles)


def invent_chance(rng: np.random.Generator, spread: float) -> np.ndarray:
    """Presence (articles × entities) without association; odds of articles differ by e to the `spread`, normally."""
    shares = 0.4 / np.arange(1, SMALL_ENTITIES + 1) ** 1.1
    odds = shares / (1 - shares) * np.exp(spread * rng.standard_normal((SMALL_ARTICLES, 1)))
    return rng.random((SMALL_ARTICLES, SMALL_ENTITIES)) < odds / (1 + odds)


def plant(rng: np.random.Generator, presence: np.ndarray) -> list[tuple[int, int, float, float]]:
    """Give six random pairs of the more frequent half the planted odds ratios, at the shares they have: (left, right,
    ratio, windows with both that the ratio lets expect) of each."""
    chosen = rng.permutation(SMALL_ENTITIES // 2).reshape(-1, 2)[: len(RATIOS)]
    planted = []
    for (left, right), ratio in zip(np.sort(chosen, axis=1), RATIOS, strict=True):
        a, b = 0.4 / (left + 1.0) ** 1.1, 0.4 / (right + 1.0) ** 1.1
        half = 1 + (a + b) * (ratio - 1)  # Plackett 1965: the share with both that gives this odds ratio
        both = (half - np.sqrt(half**2 - 4 * ratio * (ratio - 1) * a * b)) / (2 * (ratio - 1))
        cell = rng.choice(4, SMALL_ARTICLES, p=[both, a - both, b - both, 1 - a - b + both])
        presence[:, left], presence[:, right] = cell < 2, (cell == 0) | (cell == 2)
        planted.append((int(left), int(right), ratio, both * SMALL_ARTICLES))
    return planted


def count(presence: np.ndarray) -> pd.DataFrame:
    mentions, articles = make_tables(*(a.astype(np.int32) for a in np.nonzero(presence)), len(presence))
    ids = mentions.entity_id.cat.categories.tolist()
    return count_pairs(mentions, articles, ids, ids)


def print_speed(articles: int, entities: int, seed: int) -> None:
    print(f"Pairs table of {entities} entities, {PER_ARTICLE} mentions per article")
    ids = [f"Z{i:03d}" for i in range(entities)]
    for size in (articles // 4, articles // 2, articles):
        tables = invent_large(np.random.default_rng(seed), size, entities)
        began = time.perf_counter()
        pairs = count_pairs(*tables, ids, ids)
        taken = time.perf_counter() - began
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        print(
            f"{size:>12,} articles {len(pairs):>8,} pairs {taken:>7.2f} s {taken / size * 1e6:>7.2f} s per million"
            f" {memory:>6.2f} GiB at most, tables included"
        )


def print_chance(corpora: int, seed: int) -> None:
    print(f"Chance: of {corpora} corpora without association, the share with any pair under .05 (95 % interval)")
    for name, spread in (("even articles", 0.0), ("uneven articles", 1.0)):
        rng = np.random.default_rng(seed)
        hits = np.zeros(2, int)
        for _ in range(corpora):
            pairs = count(invent_chance(rng, spread))
            hits += [(pairs.q < 0.05).any(), (pairs.q_null < 0.05).any()]
        for column, hit in zip(("q", "q_null"), hits, strict=True):
            low, high = find_interval(hit, corpora)
            print(f"{name:>20} {column:<8}{hit / corpora:>7.3f}  ({low:.3f} to {high:.3f})")


def print_planted(corpora: int, seed: int) -> None:
    rng, rows = np.random.default_rng(seed + 1), []
    for _ in range(corpora):
        presence = invent_chance(rng, 0.0)
        planted = plant(rng, presence)
        pairs = count(presence).set_index(["left_id", "right_id"])
        for left, right, ratio, expected in planted:
            rows.append((ratio, expected, *_judge(pairs.loc[(f"Z{left:03d}", f"Z{right:03d}")], ratio)))
    found = pd.DataFrame(rows, columns=["ratio", "expected", "tested", "found", "found_null", "covered", "woolf"])
    print(f"Planted pairs in {corpora} corpora: found at q and q_null under .05; intervals that cover the truth, in %")
    print(f"{'':>28}{'pairs':>7}{'tested':>8}{'q':>7}{'q_null':>8}{'covered':>9}{'Woolf + ½':>11}")
    cases = [(f"odds ratio {ratio}", found[found.ratio == ratio]) for ratio in RATIOS]
    cases += [(f"{low} to {high} together", found[found.expected.between(low, high)]) for low, high in BANDS]
    for name, part in [*cases, ("all", found)]:
        share = part[["tested", "found", "found_null", "covered", "woolf"]].mean() * 100
        print(
            f"{name:>28}{len(part):>7}{share.tested:>8.1f}{share.found:>7.1f}{share.found_null:>8.1f}"
            f"{share.covered:>9.1f}{share.woolf:>11.1f}"
        )


def _judge(pair: pd.Series, ratio: float) -> tuple[bool, bool, bool, bool, bool]:
    cells = np.array([pair.together, pair.left_units - pair.together, pair.right_units - pair.together, 0]) + 0.5
    cells[3] += pair.units - pair.left_units - pair.right_units + pair.together
    woolf = np.log(cells[0] * cells[3] / (cells[1] * cells[2]))
    wide = norm.isf(0.025) * np.sqrt((1 / cells).sum())
    return (
        not np.isnan(pair.q),
        pair.q < 0.05,
        pair.q_null < 0.05,
        pair.odds_low <= ratio <= pair.odds_high,
        abs(woolf - np.log(ratio)) <= wide,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--entities", type=int, default=200)
    parser.add_argument("--corpora", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    print_speed(asked.articles, asked.entities, asked.seed)
    print_chance(asked.corpora, asked.seed)
    print_planted(asked.corpora, asked.seed)


if __name__ == "__main__":
    main()
