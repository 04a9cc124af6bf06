"""Drafts of what is printed on scans: made beside the program, corrected and taken by a person."""
