"""Text with characters that are none, mended."""

from __future__ import annotations

import re

SURROGATE = re.compile("[\ud800-\udfff]")
_NOT_A_BYTE = re.compile("[\ud800-\udc7f\udd00-\udfff]")


def mend(text: str) -> tuple[str, int]:
    """Text without lone surrogates, each being U+FFFD now as in Python's errors="replace", and how many there were."""
    try:
        text.encode()
        return text, 0
    except UnicodeEncodeError:
        count = len(SURROGATE.findall(text))
        return _NOT_A_BYTE.sub("\ufffd", text).encode("utf-8", "surrogateescape").decode("utf-8", "replace"), count
