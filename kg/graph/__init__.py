"""Write records as quads, keep them, derive from them, check them."""
