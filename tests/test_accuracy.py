"""The published accuracy: the result file is what the command gives, the README repeats it, and no sure case fails."""

from __future__ import annotations

import json

import pytest

from analysis.commands import main
from analysis.extraction import load_extractor
from analysis.tables import DEFAULT_LAYERS
from tests.dashboard import ROOT

GOLD = ROOT / "tests" / "gold"
PARTS = ("homographs_dev", "homographs_held", "places_dev", "places_held")


def read_gold(name: str) -> list[dict]:
    return [json.loads(line) for line in (GOLD / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def table(scores: dict[str, dict]) -> list[str]:
    """The README's table of a result file's scores."""
    lines = ["| | precision | recall | F1 | 95 % interval | labelled |", "|---|---|---|---|---|---|"]
    for name, s in scores.items():
        numbers = [f"{s[key]:.3f}" for key in ("precision", "recall", "f1")]
        lines.append("| " + " | ".join([name, *numbers, f"{s['low']:.3f}–{s['high']:.3f}", str(s["labelled"])]) + " |")
    return lines


@pytest.mark.parametrize("part", PARTS)
def test_labels_are_where_the_text_has_them(part):
    rows = read_gold(part)
    assert len(rows) > 150 and len({row["text"] for row in rows}) == len(rows)
    for row in rows:
        spans = [(m["start"], m["end"]) for m in row["mentions"]]
        assert spans == sorted(spans)
        assert [row["text"][m["start"] : m["end"]] for m in row["mentions"]] == [m["surface"] for m in row["mentions"]]
        counted = {m["entity_id"] for m in row["mentions"] if m["layer"] in DEFAULT_LAYERS}
        assert (row["id"], sorted(counted)) == (row["id"], row["countries"])


@pytest.mark.parametrize("part", ["homographs_dev", "places_dev"])
def test_no_sure_case_fails(part):
    extractor, wrong = load_extractor(), []
    for row in read_gold(part):
        mentions = extractor.find(row["text"]).mentions
        found = {m["entity_id"] for m in mentions if m["kind"] == "country" and m["layer"] in DEFAULT_LAYERS}
        if row["tier"] == "STRONG" and sorted(found) != row["countries"]:
            wrong.append((row["case"], row["text"], sorted(found), row["countries"]))
    assert wrong == []


def test_the_result_file_is_what_the_command_gives_and_the_readme_repeats_it(tmp_path):
    held = sorted(str(path) for path in GOLD.glob("*_held.jsonl"))
    assert main(["score", *held, "--save", str(tmp_path / "table.json")]) == 0
    result = json.loads((tmp_path / "table.json").read_text())
    assert result == json.loads((ROOT / "docs" / "accuracy.json").read_text())
    readme = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert [line for line in table(result["scores"]) if line not in readme] == []
