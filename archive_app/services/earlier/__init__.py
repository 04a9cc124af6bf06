"""Volumes that were printed before: their scans as pages, the text of each, and what stands in them."""
