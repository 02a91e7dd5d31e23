"""Find who did what to whom, where, with what and how surely, in PLOVER's terms."""
