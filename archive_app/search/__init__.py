"""Full-text search on whoosh: every place a word stands, in the script it was written in."""
