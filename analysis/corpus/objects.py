"""Records of JSON and JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TextIO

from analysis.corpus.columns import Columns, flatten, plain, read_aliases
from analysis.corpus.encodings import LARGEST_ROW, find_charset, open_text, read_lines, read_sample
from analysis.corpus.files import File
from analysis.corpus.rejections import Notice, Rejected, Row, Unreadable

SAMPLE = 1 << 20  # bytes from which the kind of JSON is judged
CHUNK = 1 << 20  # characters
LARGEST_VALUE = 1 << 30  # of one JSON value outside an array: all of it has to be held in memory
FIRST_LINES = 10  # that are looked at to tell JSON Lines from JSON
DEEPEST_LIST = 3  # levels of objects around a list of articles
TOO_DEEP, TOO_LONG = "It is nested too deeply.", "It holds a number of more than 4,300 digits."


def read_objects(file: File, columns: Columns) -> Iterator[Row | Rejected | Notice]:
    """The objects of a JSON or JSON Lines file, one by one, whichever of the two its name says.

    JSON Lines: one object a line. JSON: an array of objects; or one or more objects, each an article or holding a
    list of them: under one of the names that data/column_names.csv gives for articles, or under any if nothing else
    about it is an article's; or all its values are articles, by their ids; or it is a table by columns, as pandas
    writes it. A row's line is where its object begins; for an object that is not the first on its line, or is in a
    list within an object, it is the place in the list. Arrays are read piece by piece, single objects as a whole.
    """
    charset = find_charset(file)
    yield from charset.notices(file)
    head = read_sample(file, charset, SAMPLE).lstrip("\ufeff \t\r\n")
    array = head.startswith("[")
    by_lines = file.suffix in (".jsonl", ".ndjson") and head.split("\n", 1)[0].strip() != "{"
    by_lines = by_lines or any(_is_object(line) for line in head.split("\n")[:FIRST_LINES])
    with open_text(file, charset, newline="\n") as stream:
        values = _read_json_lines(file, stream) if by_lines and not array else _read_values(stream, array)
        for line, value in values:
            if isinstance(value, Rejected):
                yield value
            else:
                yield from _find_articles(file, line, value, columns)


def is_json(head: str) -> bool:
    """Whether text begins as a JSON object or an array of them."""
    return any(_is_object(line) for line in head.split("\n")[:FIRST_LINES]) or "".join(head[:99].split())[:2] == "[{"


def _is_object(line: str) -> bool:
    try:
        return line.startswith("{") and isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _read_json_lines(file: File, stream: TextIO) -> Iterator[tuple[int, object]]:
    for number, line in enumerate(read_lines(stream), 1):
        try:
            if line := line.strip("\ufeff \t\r\n").removesuffix(","):  # of files put together; of an array's lines
                yield number, json.loads(line)
        except json.JSONDecodeError as fault:
            yield (
                number,
                Rejected(file.name, number, f"It is no JSON: {fault.msg.removesuffix(' at')} at column {fault.colno}."),
            )
        except (RecursionError, ValueError) as fault:
            reason = TOO_DEEP if isinstance(fault, RecursionError) else TOO_LONG
            yield number, Rejected(file.name, number, reason)


def _read_values(stream: TextIO, array: bool) -> Iterator[tuple[int, object]]:
    """The elements of the array that a stream holds, or else its values one after another, each with its line.

    Text is read as far as the next value needs. Unreadable where it is no JSON: what follows cannot be told apart.
    """
    decode, most = json.JSONDecoder().raw_decode, LARGEST_ROW if array else LARGEST_VALUE
    buffer, at, line, chunk, ended = "", 0, 1, CHUNK, False
    opened, counted = False, 0  # whether the array's bracket is behind us; up to where `line` is counted
    place, before = 0, 0  # of the value in the array; the line on which the one before it began
    while True:
        while at < len(buffer) and buffer[at] in " \t\r\n," + ("" if opened or not array else "["):
            opened = opened or buffer[at] == "["
            at += 1
        line, counted = line + buffer.count("\n", counted, at), at
        if at < len(buffer) and array and buffer[at] == "]":
            rest = (buffer[at + 1 :] + stream.read(CHUNK)).strip()
            if rest:
                raise Unreadable(f"There is more after the array's end in line {line}; it was not read.", line=line)
            return
        try:
            value, end = decode(buffer, at) if at < len(buffer) else (None, len(buffer))
            cut = end == len(buffer) and not ended
            fault = None
        except json.JSONDecodeError as error:
            fault, cut = error, not ended and (error.msg.startswith("Unterminated") or error.pos > len(buffer) - 20)
        except (RecursionError, ValueError) as fault:
            raise Unreadable(TOO_DEEP if isinstance(fault, RecursionError) else TOO_LONG, line=line) from None
        if cut and len(buffer) - at <= most:
            more = stream.read(chunk)
            buffer, at, counted, ended = buffer[at:] + more, 0, 0, len(more) < chunk
            chunk *= 2  # so that a large value is not tried too often
            continue
        if cut or fault:
            why = f"a value is longer than {most >> 20} million characters" if cut else fault.msg
            lines = fault.doc.count("\n", at, fault.pos) if fault else 0
            column = fault.pos - fault.doc.rfind("\n", 0, fault.pos) if fault else 1
            where = f"line {line + lines}, column {column}"
            raise Unreadable(
                f"It is no JSON from {where} on: {why}.", "Correct it there; what comes before was read.", line + lines
            )
        if at >= len(buffer):
            if array:
                raise Unreadable(f"The array does not end; the file is cut off in line {line}.", line=line)
            return
        place += 1
        yield place if array and line == before else line, value
        before = line
        line, at, counted, chunk = line + buffer.count("\n", at, end), end, end, CHUNK


def _find_articles(file: File, line: int, value: object, columns: Columns) -> Iterator[Row | Rejected]:
    """The article that a value is, or the articles that it holds a list of."""
    if not isinstance(value, dict):
        yield Rejected(file.name, line, f"It is no JSON object but {json.dumps(value)[:40]}.")
        return
    if (found := _find_list(value, columns)) is not None:
        for place, item in enumerate(found, 1):
            if isinstance(item, dict) and isinstance(item.get("_source"), dict):  # a search engine's hit
                item = {**item["_source"], "_id": item.get("_id")}
            yield Row(place, item) if isinstance(item, dict) else Rejected(file.name, place, "It is no JSON object.")
        return
    yield Row(line, value)


def _find_list(value: dict, columns: Columns) -> list | None:
    """The list of articles that an object is or holds, or None when it is itself the article."""
    found = columns.find(flatten(value))
    tables = bool(value) and all(isinstance(inner, dict) for inner in value.values())
    if found["text"]:
        text = columns.pick(value)["text"]
        by_columns = tables and isinstance(text, dict) and all(text.keys() == inner.keys() for inner in value.values())
        return [{name: value[name][row] for name in value} for row in text] if by_columns else None
    if (named := _find_named_list(value, DEEPEST_LIST)) is not None:
        return named
    if found["title"] or found["date"] or found["url"]:
        return None  # an article without its text, whatever lists it holds
    if tables and any(_has_text(inner, columns) for inner in value.values()):
        return [{"id": key, **inner} for key, inner in value.items()]
    lists = (inner for inner in value.values() if isinstance(inner, list))
    return next((inner for inner in lists if any(_has_text(item, columns) for item in inner)), None)


def _has_text(value: object, columns: Columns) -> bool:
    return isinstance(value, dict) and bool(columns.find(flatten(value))["text"])


def _find_named_list(value: dict, depth: int) -> list | None:
    names = [name for alias in read_aliases()["articles"] for name in value if plain(name) == alias]
    for name in names:
        inner = value[name]
        if isinstance(inner, list) and any(isinstance(item, dict) for item in inner):
            return inner
        if isinstance(inner, dict) and depth > 1 and (found := _find_named_list(inner, depth - 1)) is not None:
            return found
    return None
