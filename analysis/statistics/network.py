"""Pairs as a graph."""

from __future__ import annotations

from collections.abc import Mapping

import networkx as nx
import pandas as pd


def build_graph(pairs: pd.DataFrame, entities: pd.DataFrame, note: Mapping[str, str]) -> nx.Graph:
    """An undirected graph of PAIRS rows: nodes with label, kind and `units` (windows that name them), edges with
    `weight` (windows with both), expected, lift and q. `note` becomes attributes of the graph."""
    known = entities.set_index("entity_id")
    graph = nx.Graph(**{name: str(value) for name, value in note.items()})
    for pair in pairs.to_dict("records"):
        for side in ("left", "right"):
            node = pair[f"{side}_id"]
            graph.add_node(
                node, label=known.loc[node, "name"], kind=known.loc[node, "kind"], units=int(pair[f"{side}_units"])
            )
        numbers = {name: float(pair[name]) for name in ("expected", "lift", "q")}
        graph.add_edge(pair["left_id"], pair["right_id"], weight=int(pair["together"]), **numbers)
    return graph


def write_graph(graph: nx.Graph, format: str) -> bytes:
    """The graph as "gexf" (Gephi) or "graphml"."""
    lines = nx.generate_gexf(graph) if format == "gexf" else nx.generate_graphml(graph, named_key_ids=True)
    return ("\n".join(lines) + "\n").encode("utf-8")
