"""A draft of what is said in a recording, by a recogniser that the person has: the model is theirs, nothing is sent."""
