"""The manifest: what a corpus store holds, what it was made from, and which of its files count."""

from __future__ import annotations

import json
import os
from collections.abc import Collection
from pathlib import Path

from analysis.errors import InputProblem
from analysis.selection import Corpus

NAME = "manifest.json"
BUILDING = "building"  # the folder beside it for what a build has finished so far
NEEDED = {"generation", "knowledge", "inputs", "first_day", "last_day", "undated"}  # by what reads it
SCHEMA = 2  # of the files of a store; another number means the corpus must be built again
EXTENDABLE = (1, SCHEMA)  # those whose stored articles a build can take over


def open_corpus(directory: str | Path) -> Corpus:
    """The corpus in `directory`. Raises InputProblem when there is none, or one of another version of Dateline."""
    directory = Path(directory)
    manifest = read_manifest(directory)
    if manifest is None:
        started = (directory / BUILDING).exists()
        raise InputProblem(
            f"The corpus in {directory} is not finished." if started else f"There is no corpus in {directory}.",
            "Run the same build again; it goes on where it was."
            if started
            else "Build one: python -m analysis build INPUT --corpus DIR.",
        )
    return Corpus(str(directory), manifest["fingerprint"])


def select_manifest(corpus: Corpus) -> dict:
    """What the manifest says: counts, first and last day, fingerprints of input and knowledge, versions, files.

    Raises InputProblem when the corpus is no longer there, or is another by now: its numbers and those that were read
    before would not belong together.
    """
    manifest = read_manifest(Path(corpus.directory))
    if manifest is None:
        raise InputProblem(f"The corpus in {corpus.directory} is no longer there.", "Build it again.")
    if manifest["fingerprint"] != corpus.fingerprint:
        raise InputProblem(
            f"More was added to the corpus in {corpus.directory} while it was being read.",
            "Reload the page, or run the same command again.",
        )
    return manifest


def read_manifest(directory: Path, schemas: Collection[int] = (SCHEMA,)) -> dict | None:
    """The manifest in a folder, or None when it has none. Raises InputProblem when it is not one that can be used: of
    another schema than these, or damaged."""
    path = directory / NAME
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as fault:
        raise InputProblem(f"{path} cannot be read: {fault}.", "Build the corpus again in a new folder.") from None
    if not isinstance(manifest, dict) or not {"schema", "fingerprint", "files"} <= manifest.keys():
        raise InputProblem(
            f"The folder {directory} holds something that is not a corpus.",
            "Name an empty or new folder with --corpus.",
        )
    if manifest["schema"] not in schemas:
        raise InputProblem(
            f"The corpus in {directory} was built by another version of Dateline ({manifest.get('dateline')}).",
            "Run its build again, which reads its stored articles anew."
            if manifest["schema"] in EXTENDABLE
            else "Build it again in a new folder.",
        )
    files = manifest["files"]
    if not manifest.keys() >= NEEDED or not (
        isinstance(files, dict) and files.get("articles") and files.get("mentions")
    ):
        raise InputProblem(f"{path} lacks something that a corpus needs.", "Build the corpus again in a new folder.")
    return manifest


def write_manifest(directory: Path, manifest: dict) -> None:
    """Put the manifest in its place: a reader sees the old one or the new one, never a half."""
    temporary = directory / f"{NAME}.tmp"
    with open(temporary, "w", encoding="utf-8") as file:
        json.dump(manifest, file, indent=1, ensure_ascii=False)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, directory / NAME)
