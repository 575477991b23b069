"""Speed of extraction in words per second, beside spaCy's blank English tokenizer on the same text in the same run.

`python -m benchmarks.extraction [FILE…] [--words N]` reads text from the files, by default from the bundled sample,
and repeats it to about N words. Words are what white space separates; the best of three runs counts; one process.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

import spacy

from analysis.extraction import load_extractor

SAMPLE = Path(__file__).parents[1] / "data" / "sample"


def read_texts(files: list[Path]) -> Iterator[str]:
    """The text of every JSON line, or of a whole file of another kind."""
    for file in files:
        content = file.read_text(encoding="utf-8")
        yield from (json.loads(line)["text"] for line in content.splitlines()) if file.suffix == ".jsonl" else [content]


def repeat_texts(texts: list[str], words: int) -> list[str]:
    chosen = []
    for text in cycle(texts):
        chosen.append(text)
        words -= len(text.split())
        if words <= 0:
            return chosen
    raise SystemExit("There is no text to measure on. Name a file with text.")


def measure(name: str, work: Callable[[str], object], texts: list[str]) -> None:
    words, seconds = sum(len(text.split()) for text in texts), []
    for _ in range(3):
        start = time.perf_counter()
        for text in texts:
            work(text)
        seconds.append(time.perf_counter() - start)
    print(f"{name:<44} {words / min(seconds):>10,.0f} words/s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path, default=sorted(SAMPLE.glob("*")))
    parser.add_argument("--words", type=int, default=100_000)
    options = parser.parse_args()
    texts = repeat_texts(list(read_texts(options.files)), options.words)

    start = time.perf_counter()
    extractor = load_extractor()
    print(f"{len(texts):,} texts; knowledge read in {time.perf_counter() - start:.2f} s")
    measure("dateline: sentences, countries, actors", extractor.find, texts)
    measure('spacy.blank("en") tokenizer alone', spacy.blank("en").tokenizer, texts)
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    measure('spacy.blank("en") tokenizer and sentencizer', nlp, texts)


if __name__ == "__main__":
    main()
