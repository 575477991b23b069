"""Languages, by the codes and names that metadata gives them (data/languages.csv)."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

NAMES = Path(__file__).parents[2] / "data" / "languages.csv"


@cache
def _languages() -> dict[str, str]:
    with open(NAMES, encoding="utf-8", newline="") as stream:
        return {form.casefold(): row["language"] for row in csv.DictReader(stream) for form in row.values() if form}


@cache
def find_language(stated: str) -> str:
    """The ISO 639-1 code of a language stated as one (en, en-GB, EN_us), as an ISO 639-2 or -3 code (eng), or by its
    English name; "" for any other."""
    return _languages().get(stated.casefold()) or _languages().get(re.split("[-_]", stated.casefold())[0], "")
