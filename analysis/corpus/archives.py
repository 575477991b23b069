"""The files within zip archives, which are treated as folders; locked, damaged and malicious ones are kept out."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from analysis.corpus.files import DAMAGE, File, find_disk_files, is_hidden, open_again
from analysis.corpus.rejections import Rejected
from analysis.corpus.streams import Meter, count_stream

MEGABYTE = 1 << 20
LARGEST_MEMBER = 1024 * MEGABYTE  # unpacked
LARGEST_RATIO = 200  # unpacked to packed size; beyond it, and beyond a megabyte, a member is a bomb
DEEPEST_ZIP = 3  # zips within zips
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
BROKEN = (*DAMAGE, NotImplementedError, OSError, ValueError)
NEEDS_DISK = (*ZIP, b"PAR1")  # read back and forth, for which a packed stream is no good


def find_files(paths: Sequence[Path], on_bytes: Callable[[int], None] | None = None) -> Iterator[File | Rejected]:
    """Every file the paths stand for, those within folders and zips included (see `find_disk_files`)."""
    for file in find_disk_files(paths, on_bytes):
        try:
            yield from [file] if isinstance(file, Rejected) else _unzip(file)
        except OSError as fault:
            yield Rejected(file.name, 0, f"It cannot be opened: {fault.strerror or fault}.")


def is_zip(file: File) -> bool:
    """Whether its content, whatever its name, is a zip archive. Office documents are such archives too."""
    return file.head(4) in ZIP


def _unzip(file: File, depth: int = 0) -> Iterator[File | Rejected]:
    if not is_zip(file):
        yield file
        return
    with file.open(counted=False) as stream:
        try:
            archive = zipfile.ZipFile(stream)
        except BROKEN as fault:
            yield Rejected(file.name, 0, f"The zip is damaged: {fault}. Pack it again.")
            return
        members = sorted(archive.infolist(), key=lambda m: m.filename)
        if any(m.filename in ("[Content_Types].xml", "mimetype") for m in members):
            yield file  # an Office document or an e-book, not a folder of articles
        elif depth == DEEPEST_ZIP:
            yield Rejected(file.name, 0, f"It lies more than {DEEPEST_ZIP} zips deep. Unpack it first.")
        else:
            for member in members:
                if not member.is_dir() and not is_hidden(member.filename):
                    yield from _open_member(file, archive, member, depth)


def _open_member(
    file: File, archive: zipfile.ZipFile, member: zipfile.ZipInfo, depth: int
) -> Iterator[File | Rejected]:
    name = f"{file.name}/{member.filename}"
    if why := _danger(member):
        yield Rejected(name, 0, why)
        return
    share = member.compress_size / max(member.file_size, 1)

    def opener(meter: Meter | None) -> BinaryIO:
        return count_stream(archive.open(member), meter, share)

    with tempfile.TemporaryFile() as copy:
        try:
            with archive.open(member) as stream:
                packed = stream.peek(4)[:4] not in NEEDS_DISK
                if not packed:
                    shutil.copyfileobj(stream, copy)
        except BROKEN as fault:
            yield Rejected(name, 0, f"It is damaged: {fault}.")
            return
        if packed:
            yield File(name, opener, file.meter)
        else:
            yield from _unzip(File(name, open_again(copy), Meter(0, None)), depth + 1)


def _danger(member: zipfile.ZipInfo) -> str:
    """Why a member should not be unpacked, or ""."""
    if member.flag_bits & 1:
        return "It is locked with a password. Unpack it first."
    if member.file_size > LARGEST_MEMBER:
        return f"Unpacked it would be larger than {LARGEST_MEMBER // MEGABYTE} MB. Unpack it first."
    if member.file_size > MEGABYTE and member.file_size > LARGEST_RATIO * member.compress_size:
        return f"It would unpack to more than {LARGEST_RATIO} times its size, which no text does."
    return ""
