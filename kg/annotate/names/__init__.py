"""Find the mentions of actors, organizations, places and weapons: names, and nominal groups."""
