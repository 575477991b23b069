"""The people of a corpus under the keys of their names: never compared with all others, only within a key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from analysis.extraction.aliases.components import Components
from analysis.extraction.aliases.corpus_actors import CorpusActor, Join
from analysis.extraction.aliases.merges import RULES
from analysis.extraction.aliases.name_keys import surname_key
from analysis.extraction.aliases.name_knowledge import read_name_knowledge
from analysis.extraction.aliases.person_match import match_people
from analysis.extraction.aliases.person_names import PersonName, read_person_name
from analysis.extraction.aliases.short_names import surnames_of

WELL_ATTESTED = 3  # articles that write someone in full before surname or initials alone are taken for the same
_MOST_FORMS = 40  # of one key that are compared with each other; of more, only those of the same words join
_SURE = ("", "same_name", "name", "spelling", "diacritics", "honorific", "name_order", "initials", "transliteration")


def join_people(components: Components) -> None:
    """Join full names of one key; full names that an article takes for one; then initials and surnames alone.

    Initials join the one person of that surname whose given name fits; a surname alone the one person who bears it,
    where it is no common given name: both only if at least WELL_ATTESTED articles write that person in full.
    """
    people = {a.entity_id: a for a in components.actors.values() if a.kind == "person"}
    names = {entity_id: read_person_name(actor.name) for entity_id, actor in people.items()}
    full = {entity_id: name for entity_id, name in names.items() if name.is_full}

    def fits(one: str, other: str) -> bool:
        a, b = full.get(one), full.get(other)
        return a is None or b is None or bool(match_people(a, b))

    _join_keys(components, full, fits)
    _join_honorifics(components, full, fits)
    _join_articles(components, people, full, fits)
    _join_initials(components, people, full, fits)
    _join_surnames(components, people, names, full)


def _join_keys(components: Components, full: dict[str, PersonName], fits) -> None:
    blocks: dict[tuple[str, str], list[str]] = defaultdict(list)
    for entity_id, name in full.items():
        blocks[name.key].append(entity_id)
    for (given, _), block in blocks.items():
        if len(block) > 1:
            same = len(given) == 1 or len(block) > _MOST_FORMS
            for group in _group([full[i] for i in block], same):
                ids = [i for i in block if full[i] in group]
                first = min(ids, key=components.rank)
                for other in ids:
                    if other != first:
                        rule = match_people(full[first], full[other]) or "spelling"
                        components.join(Join(other, first, rule, _reason(components, other, first, rule)), fits)


def _group(names: Sequence[PersonName], same_words: bool) -> list[set[PersonName]]:
    """Names of one key in groups of one person: those with most middle names first; one that fits two stays alone."""
    groups: list[set[PersonName]] = []
    by_words: dict[tuple, set[PersonName]] = defaultdict(set)
    for name in names:
        by_words[name.words, name.suffix].add(name)
    if same_words:
        return list(by_words.values())
    for key in sorted(by_words, key=lambda k: (-len(k[0]), -sum(map(len, k[0])), k)):
        alike = by_words[key]
        name = min(alike)
        fitting = [group for group in groups if all(match_people(name, other) for other in group)]
        if len(fitting) == 1:
            fitting[0] |= alike
        else:
            groups.append(set(alike))
    return groups


def _join_honorifics(components: Components, full: dict[str, PersonName], fits) -> None:
    """U Win Myint joins Win Myint: an honorific that may be part of the name, where the corpus has both."""
    doubtful = {word for word, honorific in read_name_knowledge().before.items() if honorific.evidence}
    found = {i: name for i, name in full.items() if name.given in doubtful and not components.is_placed(i)}
    if not found:
        return
    by_words: dict[tuple, list[str]] = defaultdict(list)
    for entity_id, name in full.items():
        by_words[name.words].append(entity_id)
    for entity_id, name in found.items():
        plain = read_person_name(name.text, True)
        if plain.is_full and len(roots := {components.root(i) for i in by_words.get(plain.words, ())}) == 1:
            root = roots.pop()
            components.join(Join(entity_id, root, "honorific", _reason(components, entity_id, root, "honorific")))


def _join_articles(components: Components, people: dict[str, CorpusActor], full: dict[str, PersonName], fits) -> None:
    """A full name that an article takes for someone else's other name joins them, if articles agree whose."""
    owners: dict[tuple[str, ...], dict[str, int]] = defaultdict(dict)
    for entity_id, actor in people.items():
        for surface, (rule, articles) in actor.surfaces.items():
            if surface != actor.name and (rule in _SURE or rule == "nickname"):
                name = read_person_name(surface)
                if name.is_full and entity_id in full and name.words != full[entity_id].words:
                    owners[name.words][entity_id] = articles
    for entity_id, name in full.items() if owners else ():
        if components.is_placed(entity_id):
            continue
        roots = {components.root(i): (i, n) for i, n in owners.get(name.words, {}).items()}
        if len(roots) == 1:
            (owner, articles) = next(iter(roots.values()))
            rule = match_people(full[owner], name)
            reason = f'{_count(articles)} "{name.text}" for {components.name(owner)}.'
            if rule:
                components.join(Join(entity_id, owner, rule, reason), fits)


def _join_initials(components: Components, people: dict[str, CorpusActor], full: dict[str, PersonName], fits) -> None:
    initials = [i for i, name in full.items() if len(name.given) == 1 and not components.is_placed(i)]
    wanted = {(surname_key(full[i].family), full[i].given) for i in initials}
    bearers: dict[tuple[str, str], list[str]] = defaultdict(list)
    for entity_id, name in full.items() if wanted else ():
        key = surname_key(name.family), name.given[0]
        if key in wanted and len(name.given) > 1:
            bearers[key].append(entity_id)
    for entity_id in initials:
        name = full[entity_id]
        same = [i for i in bearers[surname_key(name.family), name.given] if match_people(full[i], name)]
        roots = {components.root(i) for i in same}
        if len(roots) == 1 and full[entity_id].family in {full[i].family for i in same}:
            root = roots.pop()
            attested, surface = _attested(people, full, components.members(root))
            if attested >= WELL_ATTESTED:
                reason = (
                    f"The only {name.family.title()} of this corpus with these initials; {_write(attested, surface)}."
                )
                components.join(Join(entity_id, root, "initials", reason), fits, is_short=True)


def _join_surnames(
    components: Components, people: dict[str, CorpusActor], names: dict[str, PersonName], full: dict[str, PersonName]
) -> None:
    first_names = read_name_knowledge().first_names
    alone = {
        entity_id: name
        for entity_id, name in names.items()
        if not name.is_full and name.family not in first_names and len(name.family) > 1
        and not people[entity_id].is_known and not name.suffix and not components.is_placed(entity_id)
        and not any(read_person_name(s).is_full for s in people[entity_id].surfaces if s != people[entity_id].name)
    }  # fmt: skip
    wanted = {surname_key(name.family) for name in alone.values()}
    bearers: dict[str, list[str]] = defaultdict(list)
    for entity_id, name in full.items() if wanted else ():
        for key in {surname_key(surname) for surname in surnames_of(name)} & wanted:
            bearers[key].append(entity_id)
    for entity_id, name in alone.items():
        same = bearers.get(surname_key(name.family), [])
        roots = {components.root(i) for i in same}
        if len(roots) == 1 and any(name.family == surnames_of(full[i])[0] for i in same):
            root = roots.pop()
            attested, surface = _attested(people, full, components.members(root))
            if attested >= WELL_ATTESTED:
                word = people[entity_id].name
                reason = f"The only person of this corpus with the surname {word}; {_write(attested, surface)}."
                components.join(Join(entity_id, root, "surname", reason), is_short=True)


def _attested(people: dict[str, CorpusActor], full: dict[str, PersonName], members: Iterable[str]) -> tuple[int, str]:
    """The full spelling of these actors that most articles have, and how many."""
    counts = [
        (articles, surface)
        for member in members
        if member in people
        for surface, (_, articles) in people[member].surfaces.items()
        if len(read_person_name(surface).given) > 1
    ]
    return min(counts, key=lambda c: (-c[0], c[1])) if counts else (0, "")


def _write(articles: int, surface: str) -> str:
    return f'{_count(articles)} "{surface}"'


def _count(articles: int) -> str:
    return "1 article writes" if articles == 1 else f"{articles:,} articles write"


def _reason(components: Components, one: str, other: str, rule: str) -> str:
    return f'"{components.name(one)}" and "{components.name(other)}" are {RULES[rule]}.'
