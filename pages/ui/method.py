"""The Method page: what the corpus is, how it was counted, what is left out."""

from __future__ import annotations

import json

import pandas as pd
import streamlit as st

from analysis import exports
from analysis.tables import DISPUTED_RULES
from analysis.words import count, write_days
from pages.ui import cache
from pages.ui.cards import card, show_table
from pages.ui.frame import View

RULES = cache.ROOT / "docs" / "method.md"
SAMPLE_NOTE = cache.ROOT / "docs" / "sample.md"
MODEL = cache.ROOT / "data" / "model" / "meta.json"  # python -m training.model scores
SETS = {  # of the model's scores, and what they are
    "held_back": "world affairs, 2002–2021 (our annotation, held back)",
    "uner_pud_dev": "news and Wikipedia (Universal NER, PUD)",
    "gmb_dev": "Voice of America (Groningen Meaning Bank)",
    "uner_ewt_dev": "web: mail, reviews, blogs (Universal NER, EWT)",
}
ACCURACY = cache.ROOT / "docs" / "accuracy.json"  # python -m analysis score tests/gold/*_held.jsonl --save it


def show_corpus(view: View) -> None:
    """The corpus in facts, from its manifest."""
    manifest = cache.manifest(view.corpus)
    first, last, undated = cache.days(view.corpus)
    with card("This corpus", exports.label(view.corpus), key="corpus"):
        facts = {
            "Articles": f"{manifest['articles']:,}, of which {undated:,} without a date",
            "Days": write_days(first, last),
            "Mentions": f"{manifest['mentions']:,}",
            "Rejected rows": f"{manifest['rejected']:,}",
            "Fingerprint": f"`{view.corpus.fingerprint}`",
            "Disputed places count": DISPUTED_RULES[manifest.get("disputed", "un")],
            "Built": f"{manifest['created']} by Dateline {manifest['dateline']}, pipeline `{manifest['pipeline']}`",
        }
        st.markdown("| | |\n|---|---|\n" + "\n".join(f"| {k} | {v} |" for k, v in facts.items()))
        if cache.holds_sample(view.corpus):
            st.markdown(SAMPLE_NOTE.read_text(encoding="utf-8"))


def show_rules(view: View) -> None:
    with card("How it is counted", "The same rules on every page, in every file, and on the command line", key="rules"):
        st.markdown(RULES.read_text(encoding="utf-8"))


def show_accuracy(view: View) -> None:
    """How well countries are found, from the result file that `score --save` wrote, with what fails."""
    result = json.loads(ACCURACY.read_text(encoding="utf-8"))
    wrong, articles = (sum(tier[key] for tier in result["tiers"].values()) for key in ("wrong", "all"))
    rows = [
        {"what": name, **score, "interval": f"{score['low']:.3f} – {score['high']:.3f}"}
        for name, score in result["scores"].items()
    ]
    ratio = {"format": "%.3f"}
    columns = {
        "what": st.column_config.TextColumn("What", width=230),
        "precision": st.column_config.NumberColumn(
            "Precision", help="Of what was found, the part that is right", **ratio
        ),
        "recall": st.column_config.NumberColumn("Recall", help="Of what is there, the part that was found", **ratio),
        "f1": st.column_config.NumberColumn("F1", help="The harmonic mean of the two", **ratio),
        "interval": st.column_config.TextColumn("95 % interval of F1"),
        "labelled": st.column_config.NumberColumn("Labelled", format="localized"),
        "found": st.column_config.NumberColumn("Found", format="localized"),
    }
    show_table(
        view,
        "How well countries are found",
        f"{articles} labelled passages full of traps, held back while the rules were made; {wrong} not all right",
        pd.DataFrame(rows),
        columns,
        key="accuracy",
    )


def show_names_accuracy(view: View) -> None:
    """How well the bundled model finds names, from the scores that its training left in its meta.json."""
    performance = json.loads(MODEL.read_text(encoding="utf-8"))["performance"]
    labels = {"PERSON": "Persons", "ORGANISATION": "Organisations", "PLACE": "Places", "all": "All three"}
    rows = [
        {"what": labels[label], "text": text, **performance[name][label]}
        for name, text in SETS.items()
        for label in labels
    ]
    columns = {
        "what": st.column_config.TextColumn("Names of"),
        "text": st.column_config.TextColumn("In sentences of", width=330),
        **{
            key: st.column_config.NumberColumn(label, format="%.3f")
            for key, label in (("precision", "Precision"), ("recall", "Recall"), ("f1", "F1"))
        },
    }
    show_table(
        view,
        "How well the model finds names",
        "Both ends of a name and its kind have to be right; sentence by sentence, before dictionaries overrule it",
        pd.DataFrame(rows),
        columns,
        key="names",
    )


def show_rejected(view: View) -> None:
    """Input that became no article, with file, line and reason; and what was noticed while reading."""
    rejected = cache.rejected(view.corpus)
    if len(rejected):
        columns = {"file": "File", "line": "Line", "reason": "Why it is not an article"}
        show_table(
            view,
            "Rejected input",
            count(len(rejected), "row"),
            rejected,
            columns,
            key="rejected",
            height=300 if len(rejected) > 8 else "content",
        )
