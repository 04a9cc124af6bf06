"""Oral histories: what is done with recordings, their transcripts and the texts made of them."""
