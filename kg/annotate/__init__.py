"""Read facts out of an article: layout, parse, names, coreference, times, statements, events, relations, alignments."""
