"""The names of one article, each with the actor it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.extraction.actor_dictionary import ActorDictionary
from analysis.extraction.aliases.article_organisations import merge_organisations
from analysis.extraction.aliases.article_people import merge_people
from analysis.extraction.aliases.merges import Merge, NamedActor
from analysis.extraction.knowledge import Actor


def merge_article(
    names: Sequence[NamedActor],
    found: Mapping[str, Actor],
    dictionary: ActorDictionary,
    explained: Mapping[str, str],
) -> list[Merge]:
    """One Merge for each of the names of an article, in their order.

    `found`: the actors that the dictionary has already found in it, by id; `explained`: acronym -> long form, as
    `read_explained` gives it. A person and an organisation never merge. An actor that neither article nor dictionary
    knows by another name is named as the article most often writes it in full, and its id is the slug of that.
    """
    merges: dict[int, Merge] = {}
    for kind, merge in (("person", merge_people), ("organisation", merge_organisations)):
        places = [i for i, name in enumerate(names) if name.kind == kind]
        known = {entity_id: actor for entity_id, actor in found.items() if actor.kind == kind}
        taken = {merge.entity_id for merge in merges.values()} | (found.keys() - known.keys())
        answers = merge([names[i] for i in places], known, dictionary, explained, frozenset(taken))
        merges |= dict(zip(places, answers, strict=True))
    return [merges[i] for i in range(len(names))]
