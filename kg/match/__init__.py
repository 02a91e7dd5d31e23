"""Look actors and places up in knowledge bases on the net: only when asked, politely, and so that it can be undone."""
