"""The article within an HTML page, and the text within a piece of HTML."""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Iterator

import trafilatura

from analysis.corpus.columns import Columns
from analysis.corpus.encodings import find_charset_of, find_declared, read_bytes
from analysis.corpus.files import File
from analysis.corpus.mending import mend
from analysis.corpus.rejections import Notice, Row, Unreadable

HEAD = 4096  # bytes in which an encoding can be declared
BLOCKS = re.compile(
    "address|article|aside|blockquote|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header|hr|li|"
    "main|nav|ol|p|pre|section|table|td|th|tr|ul"
)
UNSEEN = ("script", "style", "template", "noscript", "head", "title", "iframe", "svg")
# Tags and entities that a text which is not HTML does not hold.
_TAG = re.compile(
    r"</(?:p|div|span|a|li|h[1-6]|b|i|u|em|strong|blockquote|figure|section)>|<(?:p|br)\s?/?>", re.IGNORECASE
)
_BLOCK_TAG = re.compile(r"<(?:p|br|div|li|h[1-6]|blockquote|section)\b", re.IGNORECASE)
_ENTITY = re.compile(
    r"&(?:#\d{2,6}|#x[0-9a-f]{2,5}|amp|quot|nbsp|apos|lt|gt|[lr][sd]quo|[mn]dash|hellip);", re.IGNORECASE
)
_LANGUAGE = re.compile(r"<html\b[^>]{0,500}?\blang\s{0,3}=\s{0,3}[\"']?([A-Za-z-]{2,12})", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it warns of is said in our own words
logging.getLogger("htmldate").setLevel(logging.CRITICAL)


def read_webpage(file: File, columns: Columns) -> Iterator[Row | Notice]:
    """One article: the page's main text, paragraphs parted by blank lines, with what it states about itself."""
    data = read_bytes(file)
    charset = find_charset_of(data, find_declared(data[:HEAD]))
    yield from charset.notices(file)
    page, damage = mend(data.decode(charset.encoding, charset.errors))
    if damage:
        yield Notice(file.name, 0, f"{damage} bytes are no {charset.encoding}; they are read as \ufffd.")
    page = _CONTROLS.sub(" ", page)
    found = _extract(page)
    text = "\n\n".join(line for line in (found.text or "").split("\n") if line.strip()) if found else ""
    text = text or read_fragment(page)
    if not text:
        raise Unreadable("No article text was found in the page.", "Save the text itself as a .txt file.")
    if not found:
        yield Row(0, {"text": text})
        return
    yield Row(
        0,
        {
            "text": text,
            "title": " ".join((found.title or "").split()),
            "date": found.date,
            "source": found.sitename,
            "url": found.url,
            "language": find_language(page) or found.language,
        },
    )


def find_language(page: str) -> str:
    """What the page's <html lang=…> says."""
    found = _LANGUAGE.search(page[: HEAD * 4])
    return found[1] if found else ""


def _extract(page: str):
    """trafilatura's document, or None. Its date is what metadata and markup state, not one found in the text."""
    try:
        return trafilatura.bare_extraction(
            page,
            with_metadata=True,
            include_comments=False,
            date_extraction_params={"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d"},
        )
    except Exception:  # a library's fault with a strange page must not stop a reading; the whole text is taken instead
        return None


def read_markup(value: str) -> str:
    """The plain text of a table's value that is a piece of HTML; any other value unchanged.

    Line ends are kept where HTML only dresses the words, and there are no tags for paragraphs.
    """
    if _TAG.search(value):
        return read_fragment(value if _BLOCK_TAG.search(value) else value.replace("\n", "<br>"))
    return html.unescape(value).replace("\xa0", " ") if _ENTITY.search(value) else value


def read_fragment(source: str) -> str:
    """The text of a piece of HTML: blocks parted by blank lines, white space as browsers show it, no scripts."""
    tree = trafilatura.load_html(f"<html><body>{_CONTROLS.sub(' ', source)}</body></html>")
    if tree is None:
        return ""
    for element in list(tree.iter(*UNSEEN)):
        if element.getparent() is not None:
            element.drop_tree()
    for element in tree.iter():
        seen = isinstance(element.tag, str)  # a comment has no tag
        block = "\n\n" if seen and BLOCKS.fullmatch(element.tag) else ""
        element.text = block + (element.text or "").replace("\n", " ") if seen else ""
        element.tail = (block or "\n" * (element.tag == "br")) + (element.tail or "").replace("\n", " ")
    lines = (" ".join(line.split()) for line in "".join(tree.itertext()).split("\n"))
    return re.sub(r"\n{2,}", "\n\n", "\n".join(lines)).strip()
