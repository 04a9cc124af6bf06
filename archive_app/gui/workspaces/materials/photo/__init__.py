"""A photograph on the table: seen to its pixels, who is on it, turned and toned without touching the master."""
