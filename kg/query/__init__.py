"""Ask the graph: named queries, SPARQL of one's own, and the way from a fact back to its sentence."""
