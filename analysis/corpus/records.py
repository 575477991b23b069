"""Articles one by one from any input, and what could not be taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from urllib.parse import urlsplit

from analysis.corpus.archives import find_files
from analysis.corpus.columns import Columns, as_text, flatten, is_missing
from analysis.corpus.dates import find_order, find_order_of, is_ambiguous, read_day
from analysis.corpus.files import DAMAGE, File, check_inputs
from analysis.corpus.formats import Format, find_format
from analysis.corpus.languages import find_language
from analysis.corpus.mending import mend
from analysis.corpus.openings import find_day
from analysis.corpus.rejections import Notice, Rejected, Row, Unreadable
from analysis.corpus.stories import find_story
from analysis.corpus.streams import Meter
from analysis.corpus.webpages import read_markup
from analysis.corpus.words import find_words
from analysis.errors import InputProblem
from analysis.tables import article_id

LOOKAHEAD = 500  # rows of a file that are looked at before the first is made an article


def read_records(
    inputs: Sequence[str | Path] | str | Path,
    mapping: Mapping[str, str] | None = None,
    on_bytes: Callable[[int], None] | None = None,
) -> Iterator[dict | Rejected | Notice]:
    """Every article of the inputs in order, as a dict with the columns of tables.ARTICLES, `published` a date or None.

    Between them comes what became no article (Rejected) and what the reader should know of those that did (Notice).
    `mapping` names columns by hand, as in {"text": "Col A"}. `on_bytes` is told how many more bytes on disk are done,
    in all `count_bytes(inputs)`. Copies are not dropped. One row or one file that is bad stops nothing. InputProblem,
    when no article could be read at all, or an input does not exist (the latter at once).

    Text: the body unchanged, where a title says nothing else: if there is a title and the body does not begin with it,
    the title, a blank line, the body. Bodies in a table that are HTML become plain text, lists of paragraphs one text.
    `source`: as stated, else the domain of the URL. One key is in no table: `text_made` is true where the body is not
    the input's own text.
    """
    return _read(check_inputs(inputs), Columns(mapping), on_bytes)


def _read(
    paths: Sequence[Path], columns: Columns, on_bytes: Callable[[int], None] | None
) -> Iterator[dict | Rejected | Notice]:
    articles, problem = 0, None  # problem: the first thing that could not be read
    for file in find_files(paths, on_bytes):
        try:
            for item in [file] if isinstance(file, Rejected) else _read_file(file, columns):
                articles += isinstance(item, dict)
                if isinstance(item, Rejected) and not problem:
                    place = f", line {item.line}" if item.line else ""
                    remedy = "No article could be read; correct this first."
                    problem = InputProblem(f"{item.file}{place}: {item.reason}", remedy)
                yield item
        except Unreadable as fault:
            problem = problem or InputProblem(f"{file.name}: {fault.what}", fault.remedy)
            yield Rejected(file.name, fault.line, str(fault))
    if not articles:
        names = ", ".join(str(path) for path in paths)
        raise problem or InputProblem(f"{names} holds no articles.", "Name a file, a folder or a zip of articles.")


def _read_file(file: File, columns: Columns) -> Iterator[dict | Rejected | Notice]:
    format = find_format(file, columns)
    columns = columns if format.has_columns else Columns()
    rows = _without_faults(format.read(file, columns))
    head = list(islice(rows, LOOKAHEAD))
    names = dict.fromkeys(name for row in head if isinstance(row, Row) for name in flatten(row.fields))
    if names:
        columns.check(names)
    dates = list(_pick_dates(head, columns))
    day_first, unsettled = find_order(dates), next(filter(is_ambiguous, dates), None)
    undated = all(map(is_missing, dates)) and names and columns.find(names)["date"]
    if day_first is None and len(head) == LOOKAHEAD and (unsettled or undated):
        rows.close()  # the rest of the file may settle it, before it is read again from where we are
        silent = replace(file, meter=Meter(0, None))
        day_first, later = find_order_of(_pick_dates(_without_faults(format.read(silent, columns)), columns))
        unsettled = unsettled or later
        rows = islice(_without_faults(format.read(file, columns)), LOOKAHEAD, None)
    if day_first is None and unsettled:
        reason = f"Its dates may have day or month first, as in {unsettled}; they are read day first."
        yield Notice(file.name, 0, reason)
    damaged: list[int] = []  # the lines with bytes that do not decode
    marked_up: list[int] = []  # the lines with HTML
    fault = None
    for row in chain(head, rows):
        if isinstance(row, Unreadable):
            fault = row
        elif isinstance(row, Row):
            values, damage = _mend(columns.pick(row.fields))
            damaged += [row.line] if damage else []
            text_made = not format.is_plain or _join(values)
            if format.has_columns and (bare := _strip(values)) is not None:
                marked_up.append(row.line)
                values, text_made = bare, True
            yield from _make_article(file, format, row.line, values, day_first is not False, text_made)
        else:
            yield row
    if damaged:
        more = f" and {len(damaged) - 1} more" if len(damaged) > 1 else ""
        reason = f"Bytes in this row{more} do not decode, or are no characters; they are read as \ufffd."
        yield Notice(file.name, damaged[0], reason)
    if marked_up:
        more = f" and {len(marked_up) - 1} more" if len(marked_up) > 1 else ""
        yield Notice(file.name, marked_up[0], f"The text in this row{more} is HTML; it is read as plain text.")
    if fault:
        raise fault


def _pick_dates(rows: Iterable, columns: Columns) -> Iterator[object]:
    return (columns.pick(row.fields)["date"] for row in rows if isinstance(row, Row))


def _without_faults(rows: Iterator[Row | Rejected | Notice]) -> Iterator[Row | Rejected | Notice | Unreadable]:
    """The rows; a fault that ends them comes as the last, so that those before it are not lost in looking ahead."""
    try:
        yield from rows
    except Unreadable as fault:
        yield fault
    except (*DAMAGE, OSError) as fault:
        what = f"It is damaged: {str(fault).rstrip('.')}."
        yield Unreadable(what, "Get it anew; what comes before was read.")


def _make_article(
    file: File, format: Format, line: int, values: Mapping[str, object], day_first: bool, text_made: bool
) -> Iterator[dict | Rejected | Notice]:
    body = values["text"]
    if is_missing(body):
        yield Rejected(file.name, line, "Its text is empty.")
        return
    if not isinstance(body, str):
        yield Rejected(file.name, line, f"Its text is not a string but of type {type(body).__name__}.")
        return
    title, url = as_text(values["title"]), as_text(values["url"])
    source = as_text(values["source"]) or _domain(url)
    begun = body.startswith(title) and not body[len(title) : len(title) + 1].isalnum()  # not "Indian" with "India"
    text = body if begun or not title else f"{title}\n\n{body}"
    told = text[len(title) :]
    stated = read_day(values["date"], day_first)
    published = stated or find_day(title, text)
    yield {
        "article_id": article_id(title, text, published.isoformat() if published else "", source, url),
        "published": published,
        "date_from": "metadata" if stated else "text" if published else "none",
        "source": source,
        "title": title,
        "text": text,
        "url": url,
        "language": find_language(as_text(values["language"])),
        "story_id": find_story(told if told.strip() else text),
        "words": len(find_words(text)),
        "input_id": as_text(values["id"]) if format.has_rows else file.stem,
        "file": f"{file.name}:{line}" if format.has_rows else file.name,
        "text_made": text_made,
    }
    if stated is None and not is_missing(values["date"]):
        instead = f"the day was taken from the text: {published}" if published else "the article has no day"
        yield Notice(file.name, line, f"Its date {str(values['date'])[:40]!r} is no day that can be; {instead}.")


def _mend(values: dict[str, object]) -> tuple[dict[str, object], bool]:
    damage = 0
    for name, value in values.items():
        if isinstance(value, str) and not value.isascii():
            values[name], count = mend(value)
            damage += count
    return values, damage > 0


def _join(values: dict[str, object]) -> bool:
    """Whether the text is a list of paragraphs; it is one text now, with blank lines between them."""
    paragraphs = values["text"]
    if not isinstance(paragraphs, list) or not all(isinstance(paragraph, str) for paragraph in paragraphs):
        return False
    values["text"] = "\n\n".join(paragraphs)
    return True


def _strip(values: dict[str, object]) -> dict[str, object] | None:
    """The values with the text of HTML in place of its source; None when the text is none."""
    if isinstance(title := values["title"], str):
        values["title"] = read_markup(title)  # entities in a headline are common in text that has none
    if not isinstance(text := values["text"], str) or (bare := read_markup(text)) == text:
        return None
    return {**values, "text": bare}


def _domain(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
