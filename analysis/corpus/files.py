"""The files that the reader's inputs stand for: a path, a folder, a zip, or `-` for standard input."""

from __future__ import annotations

import gzip
import lzma
import os
import re
import shutil
import stat
import sys
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from analysis.corpus.mending import mend
from analysis.corpus.rejections import Rejected
from analysis.corpus.streams import Meter, count_stream
from analysis.errors import InputProblem

DAMAGE = (EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile)  # what reading packed files raises
GZIP = b"\x1f\x8b"
PAGE = re.compile(r"\.x?html?$", re.IGNORECASE)


@dataclass(frozen=True)
class File:
    """One file to read: its name within the input, with "/" between folders, and how to open it, as often as need be.

    `opener(meter)` gives its bytes from the start as a stream that can `peek`; `meter` is the file's own, or None for
    a look that is no progress.
    """

    name: str
    opener: Callable[[Meter | None], BinaryIO]
    meter: Meter

    @contextmanager
    def open(self, counted: bool = True) -> Iterator[BinaryIO]:
        """The file's bytes; those of a gzip file unpacked."""
        with self.opener(self.meter if counted else None) as stream:
            yield gzip.GzipFile(fileobj=stream) if stream.peek(2)[:2] == GZIP else stream

    def head(self, size: int) -> bytes:
        """Its first bytes, for a look that is no progress; fewer where the file is damaged further on."""
        return next(self.pieces(size), b"")

    def pieces(self, size: int) -> Iterator[bytes]:
        """Its bytes in pieces of a size, for a look that is no progress; up to where it is damaged, if it is."""
        with self.open(counted=False) as stream:
            whole = True
            while whole:
                piece = bytearray()
                try:
                    while len(piece) < size and (more := stream.read1(size - len(piece))):
                        piece += more
                except (*DAMAGE, OSError):
                    pass
                whole = len(piece) == size
                if piece:
                    yield bytes(piece)

    @property
    def plain_name(self) -> str:
        """The name without .gz."""
        return self.name[:-3] if self.name.lower().endswith(".gz") else self.name

    @property
    def suffix(self) -> str:
        """The name's last dot and what follows, in lower case; "" when that is no file type ("v1.2", "U.S. talks")."""
        suffix = PurePosixPath(self.plain_name).suffix.lower()
        return suffix if suffix.isascii() and suffix[1:].isalnum() and not suffix[1:].isdigit() else ""

    @property
    def stem(self) -> str:
        return PurePosixPath(self.plain_name).stem


def check_inputs(inputs: Sequence[str | Path] | str | Path) -> list[Path]:
    """The inputs as paths (`-` is standard input). InputProblem when there is none, or one does not exist."""
    paths = [Path(p) for p in ([inputs] if isinstance(inputs, str | os.PathLike) else inputs)]
    if not paths:
        raise InputProblem("There is nothing to read.", "Name a file, a folder or a zip of articles.")
    if any(str(path) == "" for path in ([inputs] if isinstance(inputs, str | os.PathLike) else inputs)):
        raise InputProblem("An input has no name.", "Name a file, a folder or a zip of articles.")
    for path in paths:
        if str(path) != "-" and not path.exists():
            raise InputProblem(f"{path} does not exist.", "Check the path for a typing mistake.")
    return paths


def count_bytes(inputs: Sequence[str | Path] | str | Path) -> int:
    """How many bytes on disk reading these inputs will report in all. Standard input counts as none."""
    paths = [path for path in check_inputs(inputs) if str(path) != "-"]
    return sum(f.stat().st_size for path in paths for _, f in _regular_files(path) if isinstance(f, Path))


def find_disk_files(paths: Sequence[Path], on_bytes: Callable[[int], None] | None) -> Iterator[File | Rejected]:
    """Every file on disk that the paths stand for: in the order given, folders walked, sorted by name within each.

    Hidden files and folders are left out. Devices, links to folders, the parts of saved pages and what cannot be opened
    come as Rejected. A file may be opened only until the next one is asked for; its bytes are reported in full by then.
    """
    names = Counter(path.name for path in paths)
    for path in paths:
        # Where there are several inputs, a name within one of them does not say which file it is.
        inside = f"{path.as_posix()}/" if path.is_dir() and len(paths) > 1 else ""
        if str(path) == "-":
            with tempfile.TemporaryFile() as copy:  # on disk, as a file is opened more than once
                shutil.copyfileobj(sys.stdin.buffer, copy)
                yield File("stdin", open_again(copy), Meter(0, None))
            continue
        for name, found in _regular_files(path):
            name = f"{inside}{name}" if names[path.name] == 1 or path.is_dir() else path.as_posix()
            name = mend(name)[0]  # a name on disk can be any bytes
            if isinstance(found, str):
                yield Rejected(name, 0, found)
            else:
                file = File(name, _open_path(found), Meter(found.stat().st_size, on_bytes))
                yield file
                file.meter.finish()


def open_again(copy: BinaryIO) -> Callable[[Meter | None], BinaryIO]:
    """An opener of a temporary file, which stays open itself: each opening starts at the beginning."""

    def opener(meter: Meter | None) -> BinaryIO:
        copy.seek(0)
        return count_stream(copy, meter, keep=True)

    return opener


def is_hidden(name: str) -> bool:
    """Whether it, or a folder that it lies in, is hidden, or is the shadow that a Mac adds to its zips."""
    return any((part.startswith(".") and part.strip(".")) or part == "__MACOSX" for part in name.split("/"))


def _open_path(path: Path) -> Callable[[Meter | None], BinaryIO]:
    return lambda meter: count_stream(open(path, "rb", buffering=0), meter)


def _regular_files(path: Path) -> Iterator[tuple[str, Path | str]]:
    """Each file under a path with its name within it; what is none comes with the reason in place of its path."""
    if not path.is_dir():
        yield path.name, path if stat.S_ISREG(path.stat().st_mode) else "It is not a regular file."
        return
    found: list[tuple[str, Path | str]] = []

    def note(fault: OSError) -> None:
        name = Path(fault.filename).relative_to(path).as_posix()
        found.append((name, f"The folder cannot be opened: {fault.strerror}."))

    for folder, folders, names in os.walk(path, onerror=note):
        folders[:] = [f for f in folders if not is_hidden(f)]
        for name in [f for f in folders if Path(folder, f).is_symlink()]:
            why = "It is a link to a folder, and those are not followed. Name that folder as an input."
            found.append((Path(folder, name).relative_to(path).as_posix(), why))
        for page in {f"{name.rpartition('.')[0]}_files" for name in names if PAGE.search(name)}.intersection(folders):
            folders.remove(page)  # what a browser saves beside a page: scripts, pictures, advertisements
            name = Path(folder, page).relative_to(path).as_posix()
            found.append(
                (name, f"It holds the parts of the saved page {page.removesuffix('_files')}; they are left out.")
            )
        for name in names:
            if not is_hidden(name):
                file = Path(folder, name)
                why = "It is not a regular file." if file.exists() else "It is a link to nothing."
                found.append((file.relative_to(path).as_posix(), file if file.is_file() else why))
    yield from sorted(found, key=lambda pair: pair[0])
