"""Write the graph out: RDF, network formats, tables, a map, and a page that opens from disk."""
