"""What is read off a scan: lines with their places, the order in which they are read, and the paragraphs they make."""
