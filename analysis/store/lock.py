"""One build at a time in one folder."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from analysis.errors import InputProblem, telling_of_no_room

NAME = ".lock"


@contextmanager
def hold_folder(directory: Path) -> Iterator[None]:
    """Hold the folder for one build. The operating system lets go of it when the build ends, however it ends.

    Makes the folder if it is not there, and takes it away again if it is left empty. Raises InputProblem when another
    build holds it, or it cannot be written to.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        file = open(directory / NAME, "ab")  # noqa: SIM115  closed below
    except OSError as fault:
        raise InputProblem(
            f"The folder {directory} cannot be written to: {fault.strerror}.", "Choose another folder with --corpus."
        ) from None
    try:
        with file:
            try:
                _lock(file)
            except OSError as fault:
                if fault.errno not in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
                    raise
                raise InputProblem(
                    f"Another build is at work in {directory}.", "Wait until it has ended, then run this one again."
                ) from None
            remedy = "Make room, then run the same build again; it goes on where it was."
            with telling_of_no_room(f"The folder {directory}", remedy):
                yield
    finally:
        if [path.name for path in directory.iterdir()] == [NAME]:
            (directory / NAME).unlink()
            directory.rmdir()


def _lock(file: IO) -> None:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
