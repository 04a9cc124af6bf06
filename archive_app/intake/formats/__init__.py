"""The formats that are read, one module each, and the registry of them. Runs in the reading process only."""
