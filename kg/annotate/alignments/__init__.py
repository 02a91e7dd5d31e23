"""Find who sides with or against whom."""
