"""Join the mentions of an article that mean the same entity."""
