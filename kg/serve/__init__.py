"""Offer the canonical entities of a graph to other programs: a reconciliation service, as OpenRefine uses it."""
