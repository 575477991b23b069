"""Speed of extraction in words per second, beside spaCy's default English architecture on the same text in one run.

`python -m benchmarks.extraction [FILE…] [--words N]` reads text from the files, by default from the bundled sample,
and repeats it to about N words. Words are what white space separates; the best of three runs counts; one process.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import cycle
from pathlib import Path

import spacy
from spacy.language import Language

from analysis.extraction import Extractor, find_in_batches, load_extractor
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


def measure(name: str, work: Callable[[Sequence[str]], object], texts: Sequence[str], reference: float = 0) -> float:
    """Print and return the words per second of the best of three runs, and how many times the reference's they are."""
    words, seconds = sum(len(text.split()) for text in texts), []
    for _ in range(3):
        start = time.perf_counter()
        work(texts)
        seconds.append(time.perf_counter() - start)
    speed = words / min(seconds)
    times = f"{speed / reference:>7.1f} x" if reference else ""
    print(f"{name:<50} {speed:>10,.0f} words/s{times}", flush=True)
    return speed


def each(work: Callable[[str], object]) -> Callable[[Sequence[str]], None]:
    """`work` on one text after the other."""

    def work_on_all(texts: Sequence[str]) -> None:
        for text in texts:
            work(text)

    return work_on_all


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


def make_reference() -> Language:
    """spaCy's default English architecture (`spacy init config --optimize efficiency` with tagger, parser and ner),
    untrained: it knows nothing, and costs the same as the small English pipeline, which no package index has."""
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec")
    listener = {"model": {"tok2vec": {"@architectures": "spacy.Tok2VecListener.v1", "width": 96}}}
    labels = {"tagger": 50, "parser": 45, "ner": 18}  # as many as the small English pipeline has
    for name, number in labels.items():
        pipe = nlp.add_pipe(name, config=listener)
        for i in range(number):
            pipe.add_label(f"{name.upper()}{i}")
    nlp.initialize()
    return nlp


def find_with_workers(workers: int) -> Callable[[Sequence[str]], None]:
    """Extraction of all texts by so many processes, their start left aside."""

    def work(texts: Sequence[str]) -> None:
        batches = ([{"text": text} for text in texts[i : i + 20]] for i in range(0, len(texts), 20))
        for _ in find_in_batches(batches, workers=workers):
            pass

    return work


def measure_workers(texts: Sequence[str]) -> None:
    """How many times faster two workers are than one, over the difference of two amounts of text, so that what starts
    the workers counts for nothing."""
    seconds = {}
    for workers in (1, 2):
        for part in (1, 4):
            start = time.perf_counter()
            find_with_workers(workers)(list(texts) * part)
            seconds[workers, part] = time.perf_counter() - start
    one, two = (seconds[w, 4] - seconds[w, 1] for w in (1, 2))
    print(f"{'two workers beside one, their start left aside':<50} {one / two:>10.2f} x")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path, default=sorted(SAMPLE.glob("*")))
    parser.add_argument("--words", type=int, default=50_000)
    options = parser.parse_args()
    texts = repeat_texts(list(read_texts(options.files)), options.words)

    start = time.perf_counter()
    extractor = load_extractor()
    print(f"{len(texts):,} texts; knowledge and model read in {time.perf_counter() - start:.2f} s")
    nlp = make_reference()
    reference = measure("reference: spaCy tok2vec, tagger, parser, ner", lambda t: list(nlp.pipe(t)), texts)
    measure("dateline: countries, actors, aliases", each(extractor.find), texts, reference)
    alone = load_extractor("dictionaries")
    measure("the same by dictionaries alone", each(alone.find), texts, reference)
    measure("countries alone", each(extractor.find_countries), texts, reference)
    measure("countries, of ten times the names", each(_with_more_names(10).find_countries), texts, reference)
    measure("spaCy's tokenizer alone", each(spacy.blank("en").tokenizer), texts, reference)
    measure_workers(texts)


if __name__ == "__main__":
    main()
