"""How long a recording is, by walking its frames or boxes: nothing is decoded, and what is cut off is found out."""
