"""What the reader knows better: data/actor_corrections.csv, which overrules every rule."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.errors import InputProblem

DATA = Path(__file__).parents[1] / "data"

COLUMNS = ("action", "entity_id", "surface", "value", "note")
ACTIONS = {  # action -> the columns it needs besides entity_id, and how it is put right
    "merge": ("value", "Write the id of the actor that it is in value."),
    "split": ("surface", "Write the name that is never this actor in surface."),
    "rename": ("value", "Write the new name in value."),
    "retype": ("value", "Write a type of data/kinds.csv in value."),
    "ignore": ("entity_id", "Write the id of what is no actor in entity_id."),
}
_TYPES_OF = ("person", "organisation")


class Correction(NamedTuple):
    """One row: merge `entity_id` into the actor `value`; never take `surface` for `entity_id` (split); name it `value`
    (rename); make it one of the type `value` (retype); leave it out (ignore)."""

    action: str
    entity_id: str
    surface: str = ""
    value: str = ""
    note: str = ""


def read_corrections(path: str | Path = DATA / "actor_corrections.csv") -> tuple[Correction, ...]:
    """The rows of a file of corrections, in order; InputProblem names file and line of what cannot be used."""
    path = Path(path)
    if not path.is_file():
        raise InputProblem(f"The file of corrections {path} is missing.", f"Write one with the header {_HEADER}.")
    corrections: list[Correction] = []
    merged: dict[str, str] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
            if missing:
                raise InputProblem(f"{path} has no column {missing[0]}.", f"Its header needs {_HEADER}.")
            for row in reader:
                correction = Correction(*((row[column] or "").strip() for column in COLUMNS))
                if any(correction):
                    _check(correction, merged, f"{path}, line {reader.line_num}:")
                    corrections.append(correction)
    except (UnicodeDecodeError, csv.Error) as problem:
        raise InputProblem(f"{path} cannot be read: {problem}.", "Save it as CSV in UTF-8.") from None
    return tuple(corrections)


def correct_entities(entities: pd.DataFrame, corrections: Sequence[Correction]) -> pd.DataFrame:
    """The entities table as corrections rename and retype; the last row on an entity counts. Order is kept.

    A type of another kind changes nothing, as the mentions of a person stay those of a person. What is merged or
    ignored stands in the aliases of a corpus.
    """
    changed = entities.copy()
    rows = list(zip(changed["entity_id"], changed["kind"], changed["name"], changed["type"], strict=True))
    names = {c.entity_id: c.value for c in corrections if c.action == "rename"}
    types = {c.entity_id: c.value for c in corrections if c.action == "retype"}
    types = {(i, _kinds()[type_]): type_ for i, type_ in types.items()}
    for column, values in (
        ("name", [names.get(i, name) for i, _, name, _ in rows]),
        ("type", [types.get((i, kind), type_) for i, kind, _, type_ in rows]),
    ):
        changed[column] = pd.Series(values, index=changed.index, dtype=entities[column].dtype)
    return changed


_HEADER = ",".join(COLUMNS)


def _check(correction: Correction, merged: dict[str, str], where: str) -> None:
    if correction.action not in ACTIONS:
        raise InputProblem(f"{where} there is no action {correction.action!r}.", f"Use one of {', '.join(ACTIONS)}.")
    needed, remedy = ACTIONS[correction.action]
    if not correction.entity_id:
        raise InputProblem(f"{where} entity_id is empty.", "Write the actor's id there or delete the row.")
    if not getattr(correction, needed):
        raise InputProblem(f"{where} {correction.action} needs {needed}.", remedy)
    if correction.action == "retype" and _kinds().get(correction.value) not in _TYPES_OF:
        raise InputProblem(f"{where} there is no type of actor {correction.value!r}.", remedy)
    if correction.action == "merge":
        known = merged.setdefault(correction.entity_id, correction.value)
        if known != correction.value:
            what = f"{correction.entity_id} is merged into {known} already."
            raise InputProblem(f"{where} {what}", "Keep one of the two rows.")
        target = correction.value
        while target in merged and target != correction.entity_id:
            target = merged[target]
        if target == correction.entity_id:
            raise InputProblem(f"{where} {target} is merged into itself.", "Delete a row of this circle.")


@cache
def _kinds() -> dict[str, str]:
    with (DATA / "kinds.csv").open(encoding="utf-8", newline="") as file:
        return {row["type"]: row["kind"] for row in csv.DictReader(file)}
