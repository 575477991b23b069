"""Entries of RSS and Atom files."""

from __future__ import annotations

import io
from collections.abc import Iterator

import feedparser

from analysis.corpus.columns import Columns
from analysis.corpus.encodings import read_bytes
from analysis.corpus.files import File
from analysis.corpus.rejections import Notice, Row, Unreadable
from analysis.corpus.webpages import read_fragment


def read_feed(file: File, columns: Columns) -> Iterator[Row | Notice]:
    """A feed's entries, numbered from 1: content (or else summary) as plain text; the feed's title is the source."""
    data = read_bytes(file)
    # A stream, as feedparser takes a string for an address to fetch. What is shown is plain text: nothing to sanitise.
    feed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    if not feed.version and not feed.entries:
        raise Unreadable("It is XML, but neither RSS nor Atom.", "Give the articles as a table, JSON or a feed.")
    if feed.bozo and not isinstance(feed.bozo_exception, feedparser.CharacterEncodingOverride):
        yield Notice(file.name, 0, f"The XML has faults, and entries may be missing: {str(feed.bozo_exception)[:150]}.")
    for number, entry in enumerate(feed.entries, 1):
        bodies = [part.get("value", "") for part in entry.get("content", [])] + [entry.get("summary", "")]
        text = next((text for body in bodies if (text := _as_text(body))), "")
        yield Row(
            number,
            {
                "text": text,
                "title": _as_text(entry.get("title", "")).replace("\n", " "),
                "date": entry.get("published") or entry.get("updated"),
                "source": (entry.get("source") or {}).get("title") or feed.feed.get("title", ""),
                "url": entry.get("link", ""),
                "id": entry.get("id", ""),
                "language": entry.get("language") or feed.feed.get("language", ""),
            },
        )


def _as_text(value: str | None) -> str:
    value = value or ""  # what feedparser has for a damaged element
    return read_fragment(value) if "<" in value or "&" in value else value.strip()
