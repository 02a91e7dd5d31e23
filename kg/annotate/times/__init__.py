"""Read expressions of time as intervals."""
