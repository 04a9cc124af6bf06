"""The use cases that command line and window share. Nothing here knows Qt."""
