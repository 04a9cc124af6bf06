"""The vocabulary of the archive: frozen values without I/O. Nothing here knows a database, a file or a window."""
