"""Score extraction against a labelled file: precision, recall and F1, with a 95 % interval by resampling articles.

GOLD.jsonl holds one JSON object per line: `text`, and `countries` (a list of ISO 3166-1 alpha-3 codes of the article),
or `entities` ([start, end, label] or {"start", "end", "label"}; labels such as PER, ORG, LOC, GPE, NORP or our own
kinds), or both. Spans count as found when start, end and kind agree. Countries count in the layers that are on by
default.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import numpy as np

from analysis.errors import InputProblem
from analysis.tables import DEFAULT_LAYERS

KINDS = {
    "PER": "person", "PERSON": "person",
    "ORG": "organisation", "ORGANISATION": "organisation", "ORGANIZATION": "organisation",
    "LOC": "place", "GPE": "place", "PLACE": "place",
    "NORP": "group", "GROUP": "group",
    "COUNTRY": "country",
}  # fmt: skip
ROUNDS = 1000


def add_arguments(parser) -> None:
    parser.add_argument("gold", metavar="GOLD.jsonl", help="the labelled file")
    parser.add_argument("--pipeline", metavar="NAME", help="an installed spaCy pipeline to add to the dictionaries")


def run(asked) -> None:
    from analysis.extraction import load_extractor

    extractor = load_extractor(asked.pipeline)
    tallies: dict[str, list[tuple[int, int, int]]] = {}
    strange: Counter[str] = Counter()  # labels of no kind of ours
    for line, gold in read_gold(Path(asked.gold)):
        mentions = extractor.find(gold["text"]).mentions
        if "countries" in gold:
            found = {m["entity_id"] for m in mentions if m["kind"] == "country" and m["layer"] in DEFAULT_LAYERS}
            _tally(tallies, "countries of an article", found, set(gold["countries"]))
        if "entities" in gold:
            spans = [_span(e, line) for e in gold["entities"]]
            strange.update(label for *_, label in spans if label not in KINDS)
            wanted = {(start, end, KINDS.get(label, "")) for start, end, label in spans}
            kinds = {kind for *_, kind in wanted if kind}
            found = {(m["start"], m["end"], m["kind"]) for m in mentions}
            for kind in sorted(kinds | {k for *_, k in found if k in ("person", "organisation", "country")}):
                _tally(tallies, kind, {f for f in found if f[2] == kind}, {w for w in wanted if w[2] == kind})
    if not tallies:
        raise InputProblem(
            f"{asked.gold} has neither `countries` nor `entities`.", "Give each line at least one of them."
        )
    print(f"{'':26}{'precision':>10}{'recall':>9}{'F1':>8}   95 % interval of F1   gold  found")
    for name, rows in tallies.items():
        print(_report(name, np.array(rows)))
    for label, count in strange.items():
        print(f"Labelled {label}, of no kind of ours and not scored: {count:,}")


def read_gold(path: Path):
    """Line number and object of each line. Raises InputProblem with the line that is not one."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputProblem(f"{path} cannot be read: {error}.", "Give a UTF-8 file of JSON Lines.") from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                gold = json.loads(line)
                gold["text"] + ""
            except (ValueError, TypeError, KeyError):
                raise InputProblem(
                    f"{path}, line {number} is no JSON object with a `text`.", "Correct that line."
                ) from None
            for name, inside in (("countries", str), ("entities", (list, dict))):
                listed = gold.get(name, [])
                if not isinstance(listed, list) or not all(isinstance(each, inside) for each in listed):
                    raise InputProblem(
                        f"{path}, line {number}: `{name}` is not a list as it should be.",
                        "Write, for example, " + ('["FRA"].' if inside is str else '[[0, 6, "GPE"]].'),
                    )
            yield number, gold


def _span(entity, line: int) -> tuple[int, int, str]:
    """Start, end and label, in capitals, of a labelled span."""
    try:
        start, end, label = (
            entity[:3] if isinstance(entity, list) else (entity["start"], entity["end"], entity["label"])
        )
        return int(start), int(end), str(label).upper()
    except (KeyError, ValueError, TypeError):
        raise InputProblem(f"Line {line}: an entity is not [start, end, label].", "Correct that line.") from None


def _tally(tallies: dict, name: str, found: set, wanted: set) -> None:
    tallies.setdefault(name, []).append((len(found & wanted), len(found), len(wanted)))


def _measure(counts: np.ndarray) -> tuple[float, float, float]:
    right, found, wanted = counts
    precision, recall = right / found if found else 0.0, right / wanted if wanted else 0.0
    return precision, recall, 2 * right / (found + wanted) if found + wanted else 0.0


def _report(name: str, rows: np.ndarray) -> str:
    precision, recall, f1 = _measure(rows.sum(axis=0))
    picks = np.random.default_rng(0).integers(0, len(rows), (ROUNDS, len(rows)))
    low, high = np.percentile([_measure(rows[pick].sum(axis=0))[2] for pick in picks], [2.5, 97.5])
    _, found, wanted = rows.sum(axis=0)
    return f"{name:26}{precision:>10.3f}{recall:>9.3f}{f1:>8.3f}   {low:.3f}-{high:.3f}{'':>11}{wanted:>7,}{found:>7,}"
