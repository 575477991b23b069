"""Makes the bundled model anew: `python -m training.model`. Needs training/requirements.txt and the shared data.

Steps, each kept in training/work so that a stopped run goes on where it was:
teacher   fine-tune MiniLM on our annotation and written texts, and on the public sets       about 30 minutes
labels    let it label the events of 2002 to 2021 and the Groningen sentences                about 15 minutes
student   train spaCy's recogniser (student.cfg) on all of these                             about 50 minutes
scores    measure teacher and student, and write data/model with its meta.json               2 minutes
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from training.model.corpora import ROOT, read_annotated, read_labelled, read_plain, read_written

WORK = ROOT / "training" / "work"
SEED = 20261124
EPOCHS = 2
DEVELOPMENT = ("uner_pud_dev", "gmb_dev", "uner_ewt_dev")
STEPS = ("teacher", "labels", "student", "scores")


def make_teacher() -> None:
    import torch

    from training.model.teacher import train_teacher

    public = {name: read_labelled(name) for name in ("uner_ewt_train", "wikigold", "gmb_train")}
    own = [*read_annotated("train"), *read_written()]
    web = [s for i, s in enumerate(public["uner_ewt_train"]) if s.names or i % 4 == 0]
    sources = [(own, 1.0), (web, 1.0), (public["wikigold"], 1.0), (public["gmb_train"][::8], 0.5)]
    torch.save(train_teacher(sources, EPOCHS, SEED).state_dict(), WORK / "teacher.pt")


def load_teacher():
    import torch

    from training.model.teacher import Teacher

    teacher = Teacher()
    teacher.load_state_dict(torch.load(WORK / "teacher.pt"))
    return teacher


def make_labels() -> None:
    from training.model.teacher import label_texts

    texts = [*read_plain()[::2], *(s.text for s in read_labelled("gmb_train")[::3])]
    texts += [s.text for name in ("uner_ewt_train", "wikigold") for s in read_labelled(name) if s.names]
    with (WORK / "labels.jsonl").open("w", encoding="utf-8") as file:
        for text, (names, certainty) in zip(texts, label_texts(load_teacher(), texts), strict=True):
            file.write(json.dumps({"text": text, "names": names, "certainty": round(certainty, 4)}) + "\n")


def make_student() -> None:
    from training.model.student import train_student

    train_student(WORK / "labels.jsonl", WORK / "student", SEED)


def make_scores() -> None:
    from training.model.report import report_scores

    held = {"held_back": read_annotated("test"), **{name: read_labelled(name) for name in DEVELOPMENT}}
    report_scores(held, load_teacher(), WORK / "student" / "model-best", ROOT / "data" / "model")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "steps", nargs="*", choices=[*STEPS, []], help="only these steps, though their results are there"
    )
    asked = parser.parse_args().steps
    WORK.mkdir(parents=True, exist_ok=True)
    results = {"teacher": "teacher.pt", "labels": "labels.jsonl", "student": "student/model-best", "scores": None}
    makers = (make_teacher, make_labels, make_student, make_scores)
    for step, make in zip(STEPS, makers, strict=True):
        there = results[step] and (WORK / Path(results[step])).exists()
        if step in asked or (not asked and not there):
            print(f"{step} …", flush=True)
            make()


if __name__ == "__main__":
    main()
