"""How well article-level countries are found: precision, recall and F1 over Wikinews articles (GeoVirus).

`python -m benchmarks.countries [PATH]`, PATH being geovirus_dev.jsonl.gz, by default that in ../shared/data. The gold
lists countries of annotated places; demonyms were not annotated, so the figure is given with and without that layer.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from collections.abc import Collection
from pathlib import Path

from analysis.extraction import load_extractor

DEFAULT = Path(__file__).parents[2] / "shared" / "data" / "geovirus_dev.jsonl.gz"
LAYERS = ("name", "demonym", "capital", "city", "region", "metonym", "dateline")


def read_gold(path: Path) -> list[dict]:
    if not path.is_file():
        sys.exit(f"{path} is missing. Give the path of geovirus_dev.jsonl.gz (GeoVirus, CC BY 2.5) as an argument.")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def score_countries(articles: list[dict], layers: Collection[str]) -> tuple[Counter, Counter, Counter]:
    """Articles by country: found rightly, found wrongly, missed."""
    right, wrong, missed = Counter(), Counter(), Counter()
    extractor = load_extractor()
    for article in articles:
        gold = set(article["countries"])
        mentions = extractor.find(article["text"]).mentions
        found = {m["entity_id"] for m in mentions if m["kind"] == "country" and m["layer"] in layers}
        right.update(gold & found)
        wrong.update(found - gold)
        missed.update(gold - found)
    return right, wrong, missed


def main() -> None:
    articles = read_gold(Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT)
    for layers in (LAYERS, [layer for layer in LAYERS if layer != "demonym"], ["name"]):
        right, wrong, missed = score_countries(articles, layers)
        precision = right.total() / max(right.total() + wrong.total(), 1)
        recall = right.total() / max(right.total() + missed.total(), 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        print(f"{len(articles)} articles  P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  layers {' '.join(layers)}")
        print("   wrong ", wrong.most_common(12))
        print("   missed", missed.most_common(12))


if __name__ == "__main__":
    main()
