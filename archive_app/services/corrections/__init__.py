"""Tracked changes in the 校 states: proposing, deciding, applying, and the ways in and out of them."""
