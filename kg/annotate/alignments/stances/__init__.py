"""Who takes a side by the words for it, by the part of speech that tells."""
