"""Find standing ties: posts, membership, places, names and weapons."""
