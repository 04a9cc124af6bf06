"""Volumes that were printed before there was the program: which page bears which number, and what stands in them."""
