"""What a corpus was built from, by content: names, sizes and fingerprints of the input."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from analysis.corpus.files import File, find_disk_files

CHUNK = 1 << 20


def describe_inputs(inputs: Sequence[str | Path]) -> list[dict]:
    """For each input its `name`, and of the files it stands for their number, `bytes` and `sha256`.

    The fingerprint is that of the sorted list of file names and SHA-256s. Standard input, read once, has only a name.
    """
    return [{"name": "stdin"} if str(path) == "-" else _describe(Path(path)) for path in inputs]


def _describe(path: Path) -> dict:
    size, lines = 0, []
    for file in find_disk_files([path], None):
        if isinstance(file, File):
            digest = hashlib.sha256()
            with file.opener(None) as stream:
                while chunk := stream.read(CHUNK):
                    digest.update(chunk)
                    size += len(chunk)
            lines.append(f"{digest.hexdigest()}  {file.name}\n")
    whole = hashlib.sha256("".join(sorted(lines)).encode("utf-8", "surrogateescape")).hexdigest()
    return {"name": path.resolve().name, "files": len(lines), "bytes": size, "sha256": whole}
