"""Stories: the groups of articles that tell the same thing in the same words."""

from __future__ import annotations

import hashlib
import unicodedata

from analysis.corpus.words import find_words


def find_story(text: str) -> str:
    """The 16 hex digits that name the story of an article's body (its text without the headline).

    Articles share a story when their bodies are the same words in the same order: letter case, white space, punctuation
    and compatible forms of characters (full-width, ligatures) make no difference. SHA-256 of those words.
    """
    words = find_words(unicodedata.normalize("NFKC", text).casefold())
    return hashlib.sha256((" ".join(words) or text).encode("utf-8", "surrogatepass")).hexdigest()[:16]
