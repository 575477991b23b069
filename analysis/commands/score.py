"""Score extraction against labelled files: precision, recall and F1, with a 95 % interval by resampling articles.

GOLD.jsonl holds one JSON object per line: `text`, and one or more of

  countries   the ISO 3166-1 alpha-3 codes of the article, in the layers that are on by default
  mentions    {"start", "end", "entity_id", "layer"} of every country; found when all four agree
  entities    [start, end, label] or {"start", "end", "label"}, with labels such as PER, ORG, LOC, GPE, NORP or our own
              kinds; found when start, end and kind agree

With `tier` on its lines, those of tier STRONG whose countries are not right are counted too.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from analysis.errors import InputProblem
from analysis.tables import COUNTRY_LAYERS, DEFAULT_LAYERS

KINDS = {
    "PER": "person", "PERSON": "person",
    "ORG": "organisation", "ORGANISATION": "organisation", "ORGANIZATION": "organisation",
    "LOC": "place", "GPE": "place", "PLACE": "place",
    "NORP": "group", "GROUP": "group",
    "COUNTRY": "country",
}  # fmt: skip
_EXAMPLES = {
    "countries": '["FRA"]',
    "mentions": '[{"start": 0, "end": 5, "entity_id": "FRA", "layer": "name"}]',
    "entities": '[[0, 6, "GPE"]]',
}
ROUNDS = 1000
ARTICLES, MACRO = "countries of an article", "the same, mean of countries"


@dataclass(frozen=True)
class Score:
    """Precision, recall and F1 (0-1) of one thing, F1 with its 95 % interval, and how many are labelled and found."""

    precision: float
    recall: float
    f1: float
    low: float
    high: float
    labelled: int
    found: int


def add_arguments(parser) -> None:
    parser.add_argument("gold", nargs="+", metavar="GOLD.jsonl", help="a labelled file; several are taken as one")
    parser.add_argument("--pipeline", metavar="NAME", help="an installed spaCy pipeline in place of the bundled model")
    parser.add_argument("--without", metavar="LAYERS", default="", help="layers that do not count, as demonym,city")
    parser.add_argument("--errors", action="store_true", help="list every article whose countries are not right")
    parser.add_argument("--save", metavar="FILE.json", help="write the table there too")


def run(asked) -> None:
    from analysis.commands import arguments
    from analysis.extraction import load_extractor

    layers = _read_layers(asked.without)
    scoring = _Scoring(load_extractor(asked.pipeline), layers)
    for path in asked.gold:
        for line, gold in read_gold(Path(path)):
            for problem in scoring.take(gold, line):
                if asked.errors:
                    print(f"{path}:{line}  {problem}")
    scores = scoring.scores()
    if not scores:
        raise InputProblem(
            f"{', '.join(asked.gold)} has none of `countries`, `mentions` and `entities`.",
            "Give each line at least one of them.",
        )
    print(f"{'':30}{'precision':>10}{'recall':>9}{'F1':>8}   95 % interval of F1   labelled   found")
    for name, score in scores.items():
        interval = f"{score.low:.3f}-{score.high:.3f}"
        print(
            f"{name:30}{score.precision:>10.3f}{score.recall:>9.3f}{score.f1:>8.3f}   {interval}"
            f"{score.labelled:>19,}{score.found:>8,}"
        )
    for tier, (wrong, all_of_it) in scoring.tiers.items():
        print(f"{tier}: {wrong:,} of {all_of_it:,} with wrong countries")
    for label, count in scoring.strange.items():
        print(f"Labelled {label}, of no kind of ours and not scored: {count:,}")
    if asked.save:
        result = {
            "gold": [Path(path).name for path in asked.gold],
            "layers": layers,
            "scores": {name: asdict(score) for name, score in scores.items()},
            "tiers": {tier: {"wrong": wrong, "all": count} for tier, (wrong, count) in scoring.tiers.items()},
        }
        with arguments.open_output(asked.save) as output:
            output.write((json.dumps(result, indent=1) + "\n").encode("utf-8"))


class _Scoring:
    """Tallies of (right, found, labelled) per article, by what is scored."""

    def __init__(self, extractor, layers: list[str]) -> None:
        self.extractor, self.layers = extractor, layers
        self.tallies: dict[str, list[tuple[int, int, int]]] = {}
        self.countries: dict[str, Counter[str]] = {name: Counter() for name in ("right", "found", "labelled")}
        self.tiers: dict[str, list[int]] = {}  # tier -> articles wrong, articles
        self.strange: Counter[str] = Counter()  # labels of no kind of ours

    def take(self, gold: dict, line: int) -> Iterator[str]:
        """Tally one article; yields what is wrong with its countries in words."""
        mentions = self.extractor.find(gold["text"]).mentions
        countries = [m for m in mentions if m["kind"] == "country"]
        if "countries" in gold:
            found = {m["entity_id"] for m in countries if m["layer"] in self.layers}
            labelled = set(gold["countries"])
            self._tally(ARTICLES, found, labelled)
            for name, of in (("right", found & labelled), ("found", found), ("labelled", labelled)):
                self.countries[name].update(of)
            if tier := gold.get("tier"):
                wrong = self.tiers.setdefault(str(tier), [0, 0])
                wrong[0] += found != labelled
                wrong[1] += 1
            if found != labelled:
                yield _say(gold, found, labelled, countries)
        if "mentions" in gold:
            found = {(m["start"], m["end"], m["entity_id"], m["layer"]) for m in countries}
            labelled = {_mention(mention, line) for mention in gold["mentions"]}
            self._tally("mentions, all layers", found, labelled)
            for layer in COUNTRY_LAYERS:
                of_layer = [{mention for mention in side if mention[3] == layer} for side in (found, labelled)]
                if any(of_layer):
                    self._tally(f"mentions, {layer}", *of_layer)
        if "entities" in gold:
            spans = [_span(entity, line) for entity in gold["entities"]]
            self.strange.update(label for *_, label in spans if label not in KINDS)
            labelled = {(start, end, KINDS.get(label, "")) for start, end, label in spans}
            kinds = {kind for *_, kind in labelled if kind}
            found = {(m["start"], m["end"], m["kind"]) for m in mentions}
            for kind in sorted(kinds | {k for *_, k in found if k in ("person", "organisation", "country")}):
                self._tally(kind, {f for f in found if f[2] == kind}, {w for w in labelled if w[2] == kind})

    def _tally(self, name: str, found: set, labelled: set) -> None:
        self.tallies.setdefault(name, []).append((len(found & labelled), len(found), len(labelled)))

    def scores(self) -> dict[str, Score]:
        order = [ARTICLES, "mentions, all layers", *(f"mentions, {layer}" for layer in COUNTRY_LAYERS)]
        names = sorted(self.tallies, key=lambda name: order.index(name) if name in order else len(order))
        scores = {name: _score(np.array(self.tallies[name])) for name in names}
        if ARTICLES in scores:
            macro = {MACRO: self._macro()}
            scores = {ARTICLES: scores.pop(ARTICLES)} | macro | scores
        return scores

    def _macro(self) -> Score:
        """The mean over all countries that are labelled or found; its interval by resampling countries."""
        right, found, labelled = (self.countries[name] for name in ("right", "found", "labelled"))
        each = np.array([_measure((right[c], found[c], labelled[c])) for c in sorted(found.keys() | labelled.keys())])
        if not len(each):
            return Score(0.0, 0.0, 0.0, 0.0, 0.0, 0, 0)
        picks = np.random.default_rng(0).integers(0, len(each), (ROUNDS, len(each)))
        low, high = np.percentile(each[picks, 2].mean(axis=1), [2.5, 97.5])
        return Score(*each.mean(axis=0).tolist(), float(low), float(high), labelled.total(), found.total())


def _read_layers(without: str) -> list[str]:
    left_out = [layer.strip() for layer in without.split(",") if layer.strip()]
    for layer in left_out:
        if layer not in COUNTRY_LAYERS:
            raise InputProblem(f"There is no layer {layer!r}.", f"Layers are {', '.join(COUNTRY_LAYERS)}.")
    return [layer for layer in DEFAULT_LAYERS if layer not in left_out]


def _say(gold: dict, found: set[str], labelled: set[str], mentions: list[dict]) -> str:
    where = defaultdict(list)
    for mention in mentions:
        where[mention["entity_id"]].append(f"{mention['surface']!r} {mention['layer']}")
    extra = [f"+{c} ({', '.join(dict.fromkeys(where[c]))})" for c in sorted(found - labelled)]
    missed = [f"-{c}" for c in sorted(labelled - found)]
    return " ".join([str(gold.get("tier", "")), *extra, *missed, "|", " ".join(gold["text"].split())[:300]]).strip()


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
            for name, inside in (("countries", str), ("mentions", dict), ("entities", (list, dict))):
                listed = gold.get(name, [])
                if not isinstance(listed, list) or not all(isinstance(each, inside) for each in listed):
                    raise InputProblem(
                        f"{path}, line {number}: `{name}` is not a list as it should be.",
                        f"Write, for example, {_EXAMPLES[name]}.",
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


def _mention(mention: dict, line: int) -> tuple[int, int, str, str]:
    try:
        return int(mention["start"]), int(mention["end"]), str(mention["entity_id"]), str(mention["layer"])
    except (KeyError, ValueError, TypeError):
        raise InputProblem(
            f"Line {line}: a mention lacks start, end, entity_id or layer.", "Correct that line."
        ) from None


def _measure(counts) -> tuple[float, float, float]:
    right, found, wanted = counts
    precision, recall = right / found if found else 0.0, right / wanted if wanted else 0.0
    return precision, recall, 2 * right / (found + wanted) if found + wanted else 0.0


def _score(rows: np.ndarray) -> Score:
    """The score of tallies, an article each; the interval by resampling articles."""
    precision, recall, f1 = _measure(rows.sum(axis=0))
    picks = np.random.default_rng(0).integers(0, len(rows), (ROUNDS, len(rows)))
    low, high = np.percentile([_measure(rows[pick].sum(axis=0))[2] for pick in picks], [2.5, 97.5])
    _, found, labelled = rows.sum(axis=0)
    return Score(precision, recall, f1, float(low), float(high), int(labelled), int(found))
