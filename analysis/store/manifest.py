"""The manifest: what a corpus store holds, and what it was made from."""

from __future__ import annotations

import json
import os
from pathlib import Path

from analysis.errors import InputProblem
from analysis.selection import Corpus

NAME = "manifest.json"
SCHEMA = 1  # of the files of a store; another number means the corpus must be built again


def open_corpus(directory: str | Path) -> Corpus:
    """The corpus in `directory`. Raises InputProblem when there is none, or one of another version of Dateline."""
    directory = Path(directory)
    try:
        manifest = json.loads((directory / NAME).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputProblem(
            f"There is no corpus in {directory}.", "Build one: python -m analysis build INPUT --corpus DIR."
        ) from None
    except (OSError, ValueError) as error:
        raise InputProblem(f"The corpus in {directory} cannot be read ({error}).", "Build it again.") from None
    if manifest.get("schema") != SCHEMA:
        raise InputProblem(f"The corpus in {directory} was built by another version of Dateline.", "Build it again.")
    return Corpus(str(directory), manifest["fingerprint"])


def select_manifest(corpus: Corpus) -> dict:
    """What the manifest says: counts, days, fingerprints, versions, notices."""
    return json.loads((Path(corpus.directory) / NAME).read_text(encoding="utf-8"))


def write_json(path: Path, content: dict) -> None:
    """Write a JSON file so that a reader sees the old one or the new one, never a half."""
    temporary = path.with_name(path.name + ".tmp")
    temporary.write_text(json.dumps(content, indent=1, ensure_ascii=False), encoding="utf-8")
    os.replace(temporary, path)
