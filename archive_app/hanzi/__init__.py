"""Chinese text as text: what compares equal, whatever form it was written in."""
