"""Entities that count as another one: their mentions, and the ids that a filter looks for."""

from __future__ import annotations

import pyarrow as pa

from analysis.store.aliases import expand_ids, rename_ids

NAMES = {"zelensky": "volodymyr-zelenskyy", "zelenskiy": "volodymyr-zelenskyy", "noise": ""}


def test_mentions_count_for_whom_they_are_and_what_is_left_out_is_gone():
    table = pa.table({"entity_id": ["zelensky", "noise", "nato", "zelenskiy"], "start": [0, 1, 2, 3]})
    renamed = rename_ids(table, NAMES)
    assert renamed["entity_id"].to_pylist() == ["volodymyr-zelenskyy", "nato", "volodymyr-zelenskyy"]
    assert renamed["start"].to_pylist() == [0, 2, 3]
    assert rename_ids(table.slice(0, 0), NAMES).num_rows == 0


def test_a_filter_finds_every_name_of_an_actor_by_any_of_its_ids():
    everyone = ["volodymyr-zelenskyy", "zelenskiy", "zelensky"]
    assert expand_ids(["volodymyr-zelenskyy"], NAMES) == everyone
    assert expand_ids(["zelensky"], NAMES) == everyone
    assert expand_ids(["nato", "noise"], NAMES) == ["nato"]
