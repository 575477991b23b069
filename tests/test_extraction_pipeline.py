"""A trained spaCy pipeline beside the dictionary, and what is said when there is none of that name."""

from __future__ import annotations

import sys

import pytest
import spacy

from analysis.errors import InputProblem
from analysis.extraction import load_extractor
from tests.small_knowledge import load_small, show

NAME = "en_tiny_names"
PATTERNS = [
    {"label": "PERSON", "pattern": "Ana Example"},
    {"label": "PERSON", "pattern": "Example"},
    {"label": "PERSON", "pattern": "Vladimir Putin"},
    {"label": "PERSON", "pattern": "Ann Chad"},
    {"label": "ORG", "pattern": "the Chad Club"},
    {"label": "ORG", "pattern": "Kremlin"},
    {"label": "GPE", "pattern": "Atlantis"},
]


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A package like those spaCy installs, on the path for as long as the tests run."""
    folder = tmp_path_factory.mktemp("site")
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns(PATTERNS)
    nlp.meta.update(name="tiny_names", version="1.2.3")
    (folder / NAME).mkdir()
    nlp.to_disk(folder / NAME / f"{NAME}-1.2.3")
    (folder / NAME / "meta.json").write_bytes((folder / NAME / f"{NAME}-1.2.3" / "meta.json").read_bytes())
    (folder / NAME / "__init__.py").write_text(
        "from spacy.util import load_model_from_init_py\n"
        "def load(**options):\n    return load_model_from_init_py(__file__, **options)\n"
    )
    information = folder / f"{NAME}-1.2.3.dist-info"
    information.mkdir()
    (information / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {NAME}\nVersion: 1.2.3\n")
    sys.path.insert(0, str(folder))
    yield NAME
    sys.path.remove(str(folder))


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    directory = tmp_path_factory.mktemp("knowledge")
    load_small(directory)
    return directory


@pytest.fixture(scope="module")
def extractor(installed, directory):
    return load_extractor(installed, directory)


def test_a_models_names_are_added(extractor):
    assert show(extractor, "Ana Example saw Atlantis. Example’s trip ended.") == [
        ("Ana Example", "ana-example", "model"),
        ("Atlantis", "place:atlantis", "model"),
        ("Example", "ana-example", "model"),
    ]
    assert extractor.find("Ana Example").mentions[0]["confidence"] == 0.8


def test_the_dictionary_overrules_the_model(extractor):
    assert show(extractor, "Vladimir Putin left the Kremlin for Chad.") == [
        ("Vladimir Putin", "vladimir-putin", "name"),
        ("Kremlin", "RUS", "metonym"),
        ("Chad", "TCD", "name"),
    ]


def test_a_name_that_only_looks_like_a_country_is_left_to_the_model(extractor):
    assert show(extractor, "He left with Ann Chad.") == [("Ann Chad", "ann-chad", "model")]


def test_a_models_organisation_may_hold_a_country(extractor):
    assert show(extractor, "He joined the Chad Club.", "organisation") == [("Chad Club", "chad-club", "model")]


def test_a_pathological_text_passes_a_trained_pipeline(extractor):
    found = extractor.find("(" * 60_000 + " Ana Example \ud800 " + "x " * 40_000 + "Ana Example")
    assert [m["surface"] for m in found.mentions] == ["Ana Example", "Ana Example"]


def test_the_fingerprint_names_the_pipeline(extractor, directory):
    assert extractor.fingerprint != load_extractor("dictionaries", directory).fingerprint


def test_a_pipeline_that_is_not_installed():
    with pytest.raises(InputProblem, match="'en_no_such_model' is not installed. .*spacy download en_no_such_model"):
        load_extractor("en_no_such_model")


def test_a_pipeline_without_names(installed, directory, monkeypatch):
    monkeypatch.setattr("spacy.load", lambda name: spacy.blank("en"))
    with pytest.raises(InputProblem, match="finds no names"):
        load_extractor.__wrapped__(installed, directory)


def test_a_broken_pipeline(installed, directory, monkeypatch):
    def fail(name):
        raise ImportError("made for another\nspaCy")

    monkeypatch.setattr("spacy.load", fail)
    with pytest.raises(InputProblem, match="cannot be loaded: made for another spaCy"):
        load_extractor.__wrapped__(installed, directory)
