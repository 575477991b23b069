"""The one error a reader of Dateline ever sees."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)


class InputProblem(Exception):
    """Something the reader gave cannot be used: `what` is wrong, and the `remedy`.

    Both are whole sentences in plain words. The command line prints them on one line and exits with 2; the
    dashboard shows them on an error card. Faults of the program itself are never dressed up as this.
    """

    def __init__(self, what: str, remedy: str = "") -> None:
        self.what = what
        self.remedy = remedy
        super().__init__(f"{what} {remedy}".strip())

    def __reduce__(self):
        return type(self), (self.what, self.remedy)


@contextmanager
def telling_of_no_room(where: str, remedy: str) -> Iterator[None]:
    """While `where` is written to: a full or read-only disk is the reader's to mend, not a fault of the program."""
    try:
        yield
    except OSError as fault:
        if fault.errno not in NO_ROOM:
            raise
        raise InputProblem(f"{where} cannot be written to: {os.strerror(fault.errno)}.", remedy) from None
