"""Speed of extraction in words per second, beside spaCy's blank English tokenizer on the same text in the same run.

`python -m benchmarks.extraction [FILE…] [--words N]` reads text from the files, by default from the bundled sample,
and repeats it to about N words. Words are what white space separates; the best of three runs counts; one process.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import cycle
from pathlib import Path

import spacy
from spacy.language import Language

from analysis.extraction import Extractor, load_extractor
from analysis.extraction.gazetteer import Gazetteer
from analysis.extraction.knowledge import read_knowledge

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


def _with_more_names(times: int) -> Extractor:
    """The extractor over `times` as many towns and regions, the further ones under names of their own."""
    knowledge = read_knowledge()
    rows = {name: knowledge.gazetteer.text(name).splitlines() for name in ("towns", "regions")}
    more = {
        name: "\n".join(
            [head, *sorted(line.replace(",", f" {i}x," if i else ",", 1) for line in lines for i in range(times))]
        )
        for name, (head, *lines) in rows.items()
    }
    return Extractor(replace(knowledge, gazetteer=Gazetteer(more["towns"], more["regions"])))


def _untrained_recogniser() -> Language:
    """spaCy's convolutional recogniser with the shape of the small English pipeline's: as fast, though it knows
    nothing, so that speed can be compared where no trained pipeline is installed."""
    nlp = spacy.blank("en")
    recogniser = nlp.add_pipe("ner")
    for label in ("PERSON", "ORG", "GPE", "LOC", "NORP", "DATE", "CARDINAL", "MONEY", "PERCENT", "TIME", "EVENT"):
        recogniser.add_label(label)
    nlp.initialize()
    return nlp


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
    measure("dateline: countries alone", extractor.find_countries, texts)
    measure("the same with ten times the names", _with_more_names(10).find_countries, texts)
    measure('spacy.blank("en") tokenizer alone', spacy.blank("en").tokenizer, texts)
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    measure('spacy.blank("en") tokenizer and sentencizer', nlp, texts)
    measure("a recogniser of en_core_web_sm's size, untrained", _untrained_recogniser(), texts[:100])


if __name__ == "__main__":
    main()
