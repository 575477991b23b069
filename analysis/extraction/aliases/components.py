"""Actors that are one, as joins accumulate: a union-find that keeps apart what must be, and knows why it joined."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from analysis.extraction.aliases.corpus_actors import CorpusActor, Join


class Components:
    """The actors of a corpus in groups. Each group is named by one of it: the target of a correction, else the
    dictionary's actor, else the most used of those named in full, the first id of several."""

    def __init__(self, actors: Mapping[str, CorpusActor], apart: Sequence[tuple[str, str]]) -> None:
        self.actors = actors
        self._parent: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}
        self._targets: set[str] = set()
        self._short: set[str] = set()
        self._placed: set[str] = set()
        self._reasons: dict[str, Join] = {}
        self._apart: dict[str, set[str]] = {}
        for one, other in apart:
            self._apart.setdefault(one, set()).add(other)
            self._apart.setdefault(other, set()).add(one)

    def root(self, entity_id: str) -> str:
        while (parent := self._parent.get(entity_id, entity_id)) != entity_id:
            entity_id = parent
        return entity_id

    def members(self, entity_id: str) -> list[str]:
        """Everyone of the group of this actor."""
        root = self.root(entity_id)
        return self._members.get(root, [root])

    def join(
        self, join: Join, fits: Callable[[str, str], bool] | None = None, forced: bool = False, is_short: bool = False
    ) -> bool:
        """Join two groups unless a split forbids it, or `fits` denies it of any two of their members.

        `is_short`: the name that joins is none in full, and names the group only if a correction says so.
        """
        one, other = self.root(join.entity_id), self.root(join.into_id)
        ours, theirs = self.members(one), self.members(other)
        if not forced:
            if one == other or any(not self._apart.get(m, set()).isdisjoint(theirs) for m in ours):
                return False
            if self.is_known(one) and self.is_known(other):
                return False  # two of the dictionary are two
            if fits and not all(fits(a, b) for a in ours for b in theirs):
                return False
        if forced:
            self._placed.add(join.entity_id)
            self._targets.discard(join.entity_id)
            self._targets.add(join.into_id)
        if one == other:
            return False
        if is_short:
            self._short.add(join.entity_id)
        self._reasons.setdefault(join.entity_id, join)
        self._reasons.setdefault(one, join)
        group = [*ours, *theirs]
        root, low = (one, other) if self.rank(one) < self.rank(other) else (other, one)
        if forced:
            root, low = (other, one)
        self._parent[low] = root
        self._members.pop(low, None)
        self._members[root] = group
        return True

    def is_placed(self, entity_id: str) -> bool:
        """Whether a correction says who this is: no rule may say otherwise by what its name alone could be."""
        return entity_id in self._placed

    def is_known(self, entity_id: str) -> bool:
        """Whether the group holds an actor of the dictionary."""
        return any(m in self.actors and self.actors[m].is_known for m in self.members(entity_id))

    def name(self, entity_id: str) -> str:
        actor = self.actors.get(entity_id)
        return actor.name if actor else entity_id

    def changes(self) -> Iterator[Join]:
        """Every actor that joined another, with its group's name, and the rule and reason that first joined it."""
        for root, group in self._members.items():
            into = min(group, key=self.rank)
            for member in group:
                if member != into:
                    join = self._reasons.get(member) or self._reasons[root]
                    if member not in self._reasons:
                        join = next(self._reasons[m] for m in sorted(group) if m in self._reasons)
                    yield Join(member, into, join.rule, join.reason)

    def rank(self, entity_id: str) -> tuple:
        actor = self.actors.get(entity_id)
        is_known, articles = (actor.is_known, actor.articles) if actor else (True, 0)
        return (entity_id not in self._targets, not is_known, entity_id in self._short, -articles, entity_id)
