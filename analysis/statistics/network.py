"""Pairs as a graph."""

from __future__ import annotations

from collections.abc import Mapping

import networkx as nx
import numpy as np
import pandas as pd

NUMBERS = ("expected", "lift", "npmi", "q", "q_null")  # of an edge, beside its weight
SMALLEST, LARGEST = 4.0, 40.0  # diameters of nodes in a GEXF file


def build_graph(
    pairs: pd.DataFrame,
    entities: pd.DataFrame,
    note: Mapping[str, str],
    articles: Mapping[str, int] | None = None,
    colours: Mapping[str, str] | None = None,
    communities: Mapping[str, int] | None = None,
) -> nx.Graph:
    """An undirected graph of PAIRS rows: nodes with label, kind and `units` (windows that name them), edges with
    `weight` (windows with both) and those of the NUMBERS that the pair has. `note` becomes attributes of the graph.

    Where given, nodes also carry `articles` (articles that name them, by id), `colour` ("#RRGGBB", by kind) and
    `community` (by id, see find_communities).
    """
    known = entities.set_index("entity_id")
    graph = nx.Graph(**{name: str(value) for name, value in note.items()})
    for pair in pairs.to_dict("records"):
        for side in ("left", "right"):
            node = pair[f"{side}_id"]
            kind = known.loc[node, "kind"]
            more = {"articles": articles, "community": communities}
            more = {name: int(values[node]) for name, values in more.items() if values and node in values}
            more |= {"colour": colours[kind]} if colours and kind in colours else {}
            units = int(pair[f"{side}_units"])
            graph.add_node(node, label=known.loc[node, "name"], kind=kind, units=units, **more)
        numbers = {name: float(pair[name]) for name in NUMBERS if np.isfinite(pair.get(name, np.nan))}
        graph.add_edge(pair["left_id"], pair["right_id"], weight=int(pair["together"]), **numbers)
    return graph


def find_communities(pairs: pd.DataFrame, seed: int = 1) -> dict[str, int]:
    """For each entity of the PAIRS the number of its community: entities more often together than with the rest.

    Louvain's method (Blondel et al. 2008) on windows with both; same pairs and seed, same communities. The largest is
    1; equally large ones are in the order of their smallest id.
    """
    graph = nx.Graph()
    graph.add_nodes_from(sorted({*pairs.left_id, *pairs.right_id}))
    ordered = pairs.sort_values(["left_id", "right_id"])
    graph.add_weighted_edges_from(zip(ordered.left_id, ordered.right_id, ordered.together.tolist(), strict=True))
    found = nx.community.louvain_communities(graph, weight="weight", seed=seed)
    ranked = sorted(found, key=lambda members: (-len(members), min(members)))
    return {node: number for number, members in enumerate(ranked, 1) for node in sorted(members)}


def write_graph(graph: nx.Graph, format: str) -> bytes:
    """The graph as "gexf" (Gephi) or "graphml". In GEXF nodes have their colour, and a size, too, as Gephi shows them:
    the area goes with `articles`, or else `units`."""
    lines = nx.generate_gexf(_dress(graph)) if format == "gexf" else nx.generate_graphml(graph, named_key_ids=True)
    return ("\n".join(lines) + "\n").encode("utf-8")


def _dress(graph: nx.Graph) -> nx.Graph:
    dressed = graph.copy()
    sizes = {node: values.get("articles", values["units"]) for node, values in graph.nodes.items()}
    most = max(sizes.values(), default=0)
    for node, values in dressed.nodes.items():
        values["viz"] = {"size": max(SMALLEST, round(LARGEST * (sizes[node] / max(most, 1)) ** 0.5, 2))}
        if colour := values.get("colour"):
            red, green, blue = bytes.fromhex(colour.removeprefix("#"))
            values["viz"]["color"] = {"r": red, "g": green, "b": blue, "a": 1.0}
    return dressed
