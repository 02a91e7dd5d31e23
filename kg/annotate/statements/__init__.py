"""Find who says, believes, intends or decrees what, to whom and by which cue."""
