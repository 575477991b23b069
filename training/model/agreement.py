"""How far two annotations of the same sentences agree: `python -m training.model.agreement`."""

from __future__ import annotations

import json

from training.model.corpora import ANNOTATION

LABELS = ("PER", "ORG", "LOC", "GRP")


def _read(file: str) -> dict[str, set[tuple]]:
    rows = map(json.loads, (ANNOTATION / file).open(encoding="utf-8"))
    return {row["id"]: {tuple(name) for name in row["names"]} for row in rows}


def main() -> None:
    first, second = _read("names.jsonl"), _read("second.jsonl")
    print(f"{len(first):,} sentences, {len(second):,} of them annotated twice")
    for label in (*LABELS, "all"):
        chosen = [[{n for n in rows[i] if label in (n[2], "all")} for i in second] for rows in (first, second)]
        both = sum(len(a & b) for a, b in zip(*chosen, strict=True))
        one, other = (sum(map(len, each)) for each in chosen)
        print(f"{label:<4} F1 {2 * both / (one + other):.3f}   {one:,} and {other:,} names")


if __name__ == "__main__":
    main()
