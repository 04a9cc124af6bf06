"""What is done to whole texts: looked through, changed in many places at once."""
