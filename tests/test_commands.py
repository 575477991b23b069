"""The command line as a whole, and the commands that have no tests of their own."""

from __future__ import annotations

import json

import pytest

from analysis.commands import main


@pytest.mark.parametrize("command", [[], ["extract"], ["build"], ["export"], ["score"], ["bench"]])
def test_every_command_says_what_it_does(command, capsys):
    with pytest.raises(SystemExit, match="0"):
        main([*command, "--help"])
    assert capsys.readouterr().out.startswith("usage: python -m analysis")


@pytest.fixture
def score(tmp_path, capsys):
    """Score the extraction against one line of gold: exit code, and what was said."""

    def run(gold) -> tuple[int, str]:
        path = tmp_path / "gold.jsonl"
        path.write_text(json.dumps(gold) + "\n", encoding="utf-8")
        code = main(["score", str(path)])
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


def test_scores_count_countries_and_spans(score):
    gold = {
        "text": "Russia met India.",
        "tier": "STRONG",
        "countries": ["RUS", "FRA"],
        "mentions": [{"start": 0, "end": 6, "entity_id": "RUS", "layer": "name"}],
        "entities": [[0, 6, "country"], {"start": 11, "end": 16, "label": "COUNTRY"}, [7, 10, "MISC"]],
    }
    code, said = score(gold)
    lines = said.splitlines()
    assert code == 0
    assert lines[1].split()[:7] == ["countries", "of", "an", "article", "0.500", "0.500", "0.500"]
    assert lines[2].split()[:9] == ["the", "same,", "mean", "of", "countries", "0.333", "0.333", "0.333", "0.000-1.000"]
    assert lines[3].split()[:6] == ["mentions,", "all", "layers", "0.500", "1.000", "0.667"]
    assert lines[4].split()[:5] == ["mentions,", "name", "0.500", "1.000", "0.667"]
    assert lines[5].split()[:4] == ["country", "1.000", "1.000", "1.000"]
    assert lines[6:] == [
        "STRONG: 1 of 1 with wrong countries",
        "Labelled MISC, of no kind of ours and not scored: 1",
    ]


def test_errors_are_listed_and_the_table_is_saved(tmp_path, capsys):
    gold, saved = tmp_path / "gold.jsonl", tmp_path / "table.json"
    rows = [{"text": "Russia met India.", "countries": ["RUS", "FRA"]}, {"text": "India", "countries": ["IND"]}]
    gold.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert main(["score", str(gold), "--errors", "--save", str(saved)]) == 0
    first, *rest = capsys.readouterr().out.splitlines()
    assert first == f"{gold}:1  +IND ('India' name) -FRA | Russia met India."
    assert not [line for line in rest if line.startswith(str(gold))]
    table = json.loads(saved.read_text())
    assert table["gold"] == ["gold.jsonl"]
    assert table["scores"]["countries of an article"]["f1"] == pytest.approx(2 / 3)


def test_a_layer_can_be_left_out_of_the_score(tmp_path, capsys):
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps({"text": "Russian tea", "countries": []}) + "\n", encoding="utf-8")
    assert main(["score", str(gold), "--without", "demonym"]) == 0
    assert main(["score", str(gold), "--without", "gossip"]) == 2
    assert "no layer 'gossip'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("gold", "words"),
    [
        ([1], "line 1 is no JSON object with a `text`"),
        ({"text": 5}, "line 1 is no JSON object with a `text`"),
        ({"text": "a"}, "has none of `countries`, `mentions` and `entities`"),
        ({"text": "a", "countries": "RUS"}, "line 1: `countries` is not a list as it should be"),
        ({"text": "a", "countries": None}, "line 1: `countries` is not a list as it should be"),
        ({"text": "a", "countries": [["RUS"]]}, "line 1: `countries` is not a list as it should be"),
        ({"text": "a", "entities": 5}, "line 1: `entities` is not a list as it should be"),
        ({"text": "a", "entities": [[0, 1]]}, "Line 1: an entity is not [start, end, label]"),
        ({"text": "a", "entities": [["x", 1, "PER"]]}, "Line 1: an entity is not [start, end, label]"),
    ],
)
def test_a_gold_file_that_is_none_is_said_in_one_line(score, gold, words):
    code, said = score(gold)
    assert (code, said.count("\n")) == (2, 1) and words in said
