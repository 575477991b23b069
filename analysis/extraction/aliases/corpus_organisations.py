"""The organisations of a corpus under the keys of their names, and acronyms by what articles say they mean."""

from __future__ import annotations

from collections import Counter, defaultdict

from analysis.extraction.aliases.components import Components
from analysis.extraction.aliases.corpus_actors import CorpusActor, Join
from analysis.extraction.aliases.known_actors import organisation_keys
from analysis.extraction.aliases.merges import RULES
from analysis.extraction.aliases.organisation_names import (
    OrganisationName,
    match_organisations,
    read_acronym,
    read_organisation_name,
)

DOMINANT = 0.8  # share of the articles explaining an acronym that must agree on what it means
_SHORT, _FEWEST = 2, 2  # an acronym of two letters needs two articles that explain it


def join_organisations(components: Components) -> None:
    """Join names of one key (spelling, small words and legal form aside; of a body of a state with its country); then
    an acronym alone to the long form by which at least DOMINANT of the articles that explain it do so.

    Where companies of one name have several legal forms, each stays what it is.
    """
    organisations = {a.entity_id: a for a in components.actors.values() if a.kind == "organisation"}
    names = {entity_id: read_organisation_name(actor.name) for entity_id, actor in organisations.items()}
    blocks: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for entity_id, name in names.items():
        blocks[organisation_keys(name, organisations[entity_id].country if name.body else "")[0]].append(entity_id)
    for key, block in blocks.items():
        if len(block) < 2 or (key[0] == "name" and names[block[0]].body):
            continue
        legal = {names[i].legal for i in block} - {""}
        for form in {names[i].legal for i in block} if len(legal) > 1 else [None]:
            ids = [i for i in block if form is None or names[i].legal == form]
            first = min(ids, key=components.rank)
            for other in ids:
                if other != first:
                    rule = match_organisations(names[first], names[other])
                    reason = f'"{components.name(other)}" and "{components.name(first)}" are {RULES[rule]}.'
                    components.join(Join(other, first, rule, reason))
    _join_acronyms(components, organisations, names)


def _join_acronyms(
    components: Components, organisations: dict[str, CorpusActor], names: dict[str, OrganisationName]
) -> None:
    explained: dict[str, Counter] = defaultdict(Counter)
    for entity_id, actor in organisations.items():
        for surface, (rule, articles) in actor.surfaces.items():
            if rule == "acronym_explained" and (acronym := read_acronym(surface)):
                explained[acronym][components.root(entity_id)] += articles
    for entity_id, name in names.items():
        meanings = explained.get(name.acronym) if name.acronym else None
        if not meanings or organisations[entity_id].is_known or components.is_placed(entity_id):
            continue
        into, articles = min(meanings.items(), key=lambda m: (-m[1], m[0]))
        total = sum(meanings.values())
        enough = len(name.acronym) > _SHORT or articles >= _FEWEST
        if into != components.root(entity_id) and articles >= DOMINANT * total and enough:
            reason = f"{articles:,} of {total:,} articles that explain {name.text} mean {components.name(into)}."
            components.join(Join(entity_id, into, "acronym_explained", reason), is_short=True)
