"""Byte streams that report how much of them is read."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import BinaryIO


class Meter:
    """Passes on how many more bytes of a file on disk are done: never more than its size in all, and all at the end."""

    def __init__(self, size: int, on_bytes: Callable[[int], None] | None) -> None:
        self.left, self.on_bytes = size, on_bytes

    def add(self, count: float) -> None:
        count = min(int(count), self.left)
        self.left -= count
        if self.on_bytes and count > 0:
            self.on_bytes(count)

    def finish(self) -> None:
        self.add(self.left)


class _Counted(io.RawIOBase):
    def __init__(self, stream: BinaryIO, meter: Meter | None, scale: float, keep: bool) -> None:
        self.stream, self.meter, self.scale, self.keep = stream, meter, scale, keep

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self.stream.seekable()

    def seek(self, offset: int, whence: int = 0) -> int:
        return self.stream.seek(offset, whence)

    def tell(self) -> int:
        return self.stream.tell()

    def readinto(self, target) -> int:
        data = self.stream.read(len(target))
        target[: len(data)] = data
        if self.meter:
            self.meter.add(len(data) * self.scale)
        return len(data)

    def close(self) -> None:
        if not self.closed and not self.keep:
            self.stream.close()
        super().close()


def count_stream(stream: BinaryIO, meter: Meter | None, scale: float = 1.0, keep: bool = False) -> io.BufferedReader:
    """The stream, telling `meter` (if any) of each byte read, times `scale`; with `keep` it outlives its closing."""
    return io.BufferedReader(_Counted(stream, meter, scale, keep), 256 * 1024)
