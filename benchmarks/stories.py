"""How well and how fast copies are found: `python -m benchmarks.stories [--articles N] [--originals N] [--seed N]`.

Invents articles of about 400 words, over a year, from scraps of the bundled sample's sentences; to some it adds copies
that are edited in a known way, and articles that are like each other without being copies. Prints, for each kind of
edit, the share of copies in the story of their original (recall) and the share of their story's other articles that
belong there (precision); for what is no copy, the share of articles that rightly stand alone. Then the time and the
largest memory of the process, without the time of the inventing.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from analysis.corpus.stories import find_stories

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
FIRST_DAY, DAYS = date(2025, 1, 1), 365
PARAGRAPH, MEDIAN_WORDS = 60, 350
Words = list[str]


class Inventor:
    """Articles from scraps (1 to 5 words) of the sample, and edits of them."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        texts = [json.loads(line)["text"] for f in sorted(SAMPLE.glob("*.jsonl")) for line in f.open(encoding="utf-8")]
        self.known = np.array(" ".join(texts).split())

    def invent(self, many: int | None = None) -> Words:
        many = many or int(np.clip(MEDIAN_WORDS * self.random.lognormal(0, 0.5), 60, 2000))
        sizes = self.random.integers(1, 6, many)
        starts = self.random.integers(0, len(self.known) - 5, many)
        offsets = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        return self.known[(np.repeat(starts, sizes) + offsets)[:many]].tolist()

    def head(self, words: Words) -> Words:
        return self.invent(9) + words[9:]

    def cut(self, words: Words, part: float | None = None) -> Words:
        size = int(len(words) * part) if part else min(PARAGRAPH, len(words) // 3)
        start = int(self.random.integers(9, max(len(words) - size, 10)))
        return words[:start] + words[start + size :]

    def lead(self, words: Words) -> Words:
        return words[: max(len(words) // 3, 40)]

    def swap(self, words: Words) -> Words:
        middle = len(words) // 2
        return words[middle:] + words[:middle]

    def change(self, words: Words, part: float) -> Words:
        changed, at = list(words), np.flatnonzero(self.random.random(len(words)) < part)
        for i, word in zip(at, self.invent(max(len(at), 1)), strict=False):
            changed[i] = word
        return changed

    def quote(self, words: Words) -> Words:
        """Another report with a fifth of the first one's words, as they stand there."""
        size = len(words) // 5
        start = int(self.random.integers(0, len(words) - size))
        return self.invent(len(words) - size) + words[start : start + size]

    def fill(self, template: Words) -> Words:
        """A template with other figures in every fifth place."""
        figures = self.random.integers(10, 9999, len(template))
        return [str(n) if i % 5 == 0 else word for i, (word, n) in enumerate(zip(template, figures, strict=True))]


def list_edits(inventor: Inventor) -> dict[str, Callable[[Words], Words]]:
    edits = {
        "the same words": lambda w: [word.upper() for word in w],
        "another headline": inventor.head,
        "one paragraph cut": inventor.cut,
        "half of it cut": lambda w: inventor.cut(w, 0.5),
        "the first third alone": inventor.lead,
        "two halves swapped": inventor.swap,
    }
    for part in (0.1, 0.2, 0.3, 0.4):
        edits[f"{part:.0%} of the words changed"] = lambda w, part=part: inventor.change(w, part)
    edits["headline, cut and 20% changed"] = lambda w: inventor.change(inventor.cut(inventor.head(w)), 0.2)
    return edits


def invent_articles(inventor: Inventor, articles: int, originals: int, truth: dict) -> Iterator[tuple[str, str, date]]:
    """(article_id, text, published); `truth` is filled with article_id -> (kind, number of its story)."""
    edits, numbers = list_edits(inventor), iter(range(10**9))

    def publish(kind: str, story: int, words: Words, day: int) -> tuple[str, str, date]:
        article_id = f"{inventor.random.integers(2**63):016x}"
        truth[article_id] = kind, story
        return article_id, " ".join(words), FIRST_DAY + timedelta(days=int(day))

    def some_day() -> int:
        return int(inventor.random.integers(DAYS))

    for _ in range(originals):
        for kind, edit in edits.items():
            words, day, story = inventor.invent(), some_day(), next(numbers)
            yield publish("(original)", story, words, day)
            yield publish(kind, story, edit(words), day + inventor.random.integers(4))
        words, day = inventor.invent(), some_day()
        yield publish("(original)", next(numbers), words, day)
        yield publish("no copy: shares a fifth, as a quote", next(numbers), inventor.quote(words), day)
        yield publish("no copy: the same words a week later", next(numbers), words, day + 7)
        briefs = [inventor.invent(80) for _ in range(8)]
        for brief in briefs:
            yield publish("(original)", next(numbers), brief, day)
        yield publish("no copy: a round-up of eight", next(numbers), sum(briefs, []), day + 1)
    for _ in range(max(originals // 100, 1)):
        words, story, day = inventor.invent(), next(numbers), some_day()
        for _ in range(30):
            copy = inventor.change(inventor.cut(inventor.head(words)), 0.1)
            yield publish("one of thirty, 10% changed", story, copy, day + inventor.random.integers(3))
        template = inventor.invent(150)
        for day in range(DAYS):
            yield publish("no copy: a daily market report", next(numbers), inventor.fill(template), day)
        template, start = inventor.invent(150), some_day()
        for day in range(7):
            yield publish("no copy: a template of one week", next(numbers), inventor.fill(template), start + day)
    while len(truth) < articles:
        yield publish("(unrelated)", next(numbers), inventor.invent(), some_day())


def time_stream(articles: Iterator, spent: list[float]) -> Iterator:
    """The same articles; the seconds that their inventing takes are added to `spent`."""
    while True:
        began = time.perf_counter()
        article = next(articles, None)
        spent[0] += time.perf_counter() - began
        if article is None:
            return
        yield article


def print_table(truth: dict[str, tuple[str, int]], stories: dict[str, str]) -> None:
    found, real = defaultdict(list), Counter(story for _, story in truth.values())
    for article_id, story in stories.items():
        found[story].append(article_id)
    rows = defaultdict(Counter)
    for article_id, (kind, story) in truth.items():
        others = [truth[other][1] == story for other in found[stories[article_id]] if other != article_id]
        rows[kind].update(articles=1, mates=real[story] - 1, right=sum(others), joined=len(others), alone=not others)
    print(f"{'kind':<38}{'articles':>9}{'recall':>9}{'precision':>11}")
    for kind, row in sorted(rows.items(), key=lambda item: (item[0][0] == "(", item[0].startswith("no copy"))):
        recall = f"{row['right'] / row['mates']:.3f}" if row["mates"] and kind[0] != "(" else ""
        right = row["alone"] / row["articles"] if not row["mates"] else row["right"] / max(row["joined"], 1)
        print(f"{kind:<38}{row['articles']:>9,}{recall:>9}{right:>11.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--originals", type=int, default=500, help="per kind of edit")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    truth, spent = {}, [0.0]
    articles = invent_articles(Inventor(asked.seed), asked.articles, asked.originals, truth)
    began = time.perf_counter()
    stories = find_stories(time_stream(articles, spent))
    seconds = time.perf_counter() - began - spent[0]
    print_table(truth, stories)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(stories):,} articles in {len(set(stories.values())):,} stories: {seconds:.1f} s, {memory:,.0f} MiB")


if __name__ == "__main__":
    main()
