"""Find countries and actors in articles: one JSON object per article, in input order.

Each line of OUT.jsonl holds article_id, id (the input's own, if it had one), published, countries (ISO 3166-1
alpha-3 codes with their mentions in the layers that are on by default) and mentions (start, end, surface, kind,
entity_id, name, layer, sentence, confidence; alternatives, ids joined by spaces, where other countries may be meant).
Offsets are characters of the article's text. With a title the text is title, blank line, body, and the record carries
it as `text`, as it does where the text is not the input's own but taken out of a page, a feed or HTML. Exact copies of
an article are written as often as they are in the input.
"""

from __future__ import annotations

import json
from collections import Counter
from contextlib import ExitStack
from dataclasses import asdict

from analysis.commands import arguments
from analysis.errors import InputProblem
from analysis.tables import DEFAULT_LAYERS, REJECTED

BATCH = 100
KEYS = ("start", "end", "surface", "kind", "entity_id", "name", "layer", "sentence", "confidence", "alternatives")


def add_arguments(parser) -> None:
    arguments.add_input(parser)
    parser.add_argument("--output", required=True, metavar="OUT.jsonl", help='where to write; "-" is standard output')
    parser.add_argument(
        "--rejected",
        metavar="OUT.csv",
        help="where to list the rows that became no article, with file, line and reason",
    )
    arguments.add_extraction(parser)


def run(asked) -> None:
    arguments.check_outputs(asked.input, [asked.output, asked.rejected])
    said: dict[bool, list[dict]] = {True: [], False: []}  # rejected rows, notices
    try:
        written = _extract(asked, said)
    except InputProblem:
        if asked.rejected and said[True]:  # the problem names the first thing that is wrong, this list all
            with arguments.open_output(asked.rejected) as output:
                output.write(_list_rejected(said))
        raise
    count = written.total()
    copies = f", {count - len(written):,} of them exact copies of others" if count > len(written) else ""
    arguments.say(f"{count:,} {'article' if count == 1 else 'articles'} extracted{copies}", asked.quiet)
    arguments.say_rejected(REJECTED.of(said[True]), "rows became no article", asked.quiet)
    arguments.say_rejected(REJECTED.of(said[False]), "things to know", asked.quiet)


def _extract(asked, said: dict[bool, list[dict]]) -> Counter[str]:
    """Write the records; how many there were of each article."""
    from analysis.corpus import Rejected, count_bytes, read_records
    from analysis.extraction import find_in_batches

    written: Counter[str] = Counter()
    with ExitStack() as stack:
        bar = stack.enter_context(arguments.bar_of_bytes(count_bytes(asked.input), asked.quiet))
        output = stack.enter_context(arguments.open_output(asked.output))
        # Opened now, so that one that cannot be written does not end a long run.
        list_of_rejected = stack.enter_context(arguments.open_output(asked.rejected)) if asked.rejected else None

        def batches():
            batch = []
            for record in read_records(asked.input, arguments.read_mapping(asked.map), on_bytes=bar.update):
                if isinstance(record, dict):
                    batch.append(record)
                else:
                    said[isinstance(record, Rejected)].append(asdict(record))
                if len(batch) == BATCH:
                    yield batch
                    batch = []
            if batch:
                yield batch

        for articles, found in find_in_batches(
            batches(), pipeline=asked.pipeline, workers=asked.workers, disputed=asked.disputed
        ):
            for article, each in zip(articles, found, strict=True):
                output.write(
                    json.dumps(write_record(article, each), ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"
                )
                written[article["article_id"]] += 1
        if list_of_rejected:
            list_of_rejected.write(_list_rejected(said))
    return written


def _list_rejected(said: dict[bool, list[dict]]) -> bytes:
    return REJECTED.of(said[True]).to_csv(index=False).encode("utf-8")


def write_record(article: dict, found) -> dict:
    """The output record of one article."""
    counted = Counter(m["entity_id"] for m in found.mentions if m["kind"] == "country" and m["layer"] in DEFAULT_LAYERS)
    named = ({**m, "name": found.entities[m["entity_id"]]["name"]} for m in found.mentions)
    record = {
        "article_id": article["article_id"],
        "id": article["input_id"] or None,
        "published": article["published"].isoformat() if article["published"] else None,
        "countries": dict(sorted(counted.items(), key=lambda c: (-c[1], c[0]))),
        "mentions": [{key: m[key] for key in KEYS if m[key] != "" or key != "alternatives"} for m in named],
    }
    return record | ({"text": article["text"]} if article["title"] or article["text_made"] else {})
