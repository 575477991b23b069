"""Arguments and output that several commands share."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pandas as pd
from tqdm import tqdm

from analysis.errors import InputProblem, telling_of_no_room
from analysis.tables import DISPUTED_RULES


def add_input(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "input",
        nargs="+",
        metavar="INPUT",
        help="a file or a folder: CSV, TSV, JSON, JSON Lines, Parquet, text, HTML, RSS/Atom, zip, .gz",
    )
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="COLUMN=NAME",
        help="take our COLUMN (text, title, date, source, url, id, language) from the input's column NAME; "
        "may be repeated",
    )


def add_extraction(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--workers", type=int, default=1, metavar="N", help="processes that extract at once (default 1)"
    )
    parser.add_argument(
        "--pipeline",
        metavar="NAME",
        help="an installed spaCy pipeline that finds names in place of the bundled model, or dictionaries for neither",
    )
    parser.add_argument(
        "--disputed",
        choices=DISPUTED_RULES,
        default="un",
        help="which country a disputed place such as Crimea counts with: the one that the UN or else most states "
        "hold it a part of (un, the default), the one that controls it, or none (apart), beside its own row",
    )
    parser.add_argument("--quiet", action="store_true", help="no progress bar and no summary")


def read_mapping(pairs: list[str]) -> dict[str, str] | None:
    """{"text": "Body"} from ["text=Body"]."""
    for pair in pairs:
        if "=" not in pair:
            raise InputProblem(f"--map {pair} is not of the form COLUMN=NAME.", "Write, for example, --map text=Body.")
    return dict(pair.split("=", 1) for pair in pairs) or None


@contextmanager
def open_output(path: str) -> Iterator[BinaryIO]:
    """The file to write to, in whole or not at all; "-" is standard output. A device or a pipe is written as we go."""
    where = "Standard output" if path == "-" else path
    with telling_of_no_room(where, "Make room, or choose another place."), _open(path) as file:
        yield file


@contextmanager
def _open(path: str) -> Iterator[BinaryIO]:
    if path == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    target = Path(path)
    if target.is_dir():
        raise InputProblem(f"{target} is a folder, not a file to write.", f"Name a file in it: {target / 'out.jsonl'}.")
    if target.exists() and not target.is_file():  # /dev/null must not be replaced by a file of ours
        with open(target, "wb") as file:
            yield file
        return
    target = target.resolve()  # a link stays one
    try:
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    except OSError as error:
        raise InputProblem(f"{path} cannot be written: {error.strerror}.", "Choose another place.") from None
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(temporary, 0o666 & ~umask)
        os.replace(temporary, target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


@contextmanager
def bar_of_bytes(total: int, quiet: bool) -> Iterator[tqdm]:
    """A progress bar on standard error, by bytes of input; silent when asked, or when nobody watches."""
    with tqdm(total=total, unit="B", unit_scale=True, disable=quiet or not sys.stderr.isatty(), leave=False) as bar:
        yield bar


def check_outputs(inputs: Sequence[str], outputs: Sequence[str | None]) -> None:
    """InputProblem where writing would destroy an input, or one output another."""
    taken = [Path(path).resolve() for path in inputs if path != "-"]
    for path in outputs:
        if path and Path(path).resolve() in taken:
            raise InputProblem(f"{path} would be written over.", "Give every output a name of its own.")
        if path and (path == "-" or not Path(path).exists() or Path(path).is_file()):  # devices may be shared
            taken.append(Path(path).resolve())


def say(words: str, quiet: bool = False) -> None:
    if not quiet:
        print(words, file=sys.stderr)


def say_rejected(rejected: pd.DataFrame, what: str, quiet: bool, most: int = 10) -> None:
    """List rows of REJECTED columns, the first `most` of them."""
    if len(rejected) and not quiet:
        what = what.replace("rows", "row").replace("things", "thing") if len(rejected) == 1 else what
        print(f"{len(rejected):,} {what}:", file=sys.stderr)
        for row in rejected.head(most).itertuples():
            words = f"{row.file}{f':{row.line}' if row.line else ''}: {row.reason}"
            print(" ", " ".join(words.splitlines()), file=sys.stderr)  # a file's name can hold line ends
        if len(rejected) > most:
            print(f"  … and {len(rejected) - most:,} more", file=sys.stderr)
