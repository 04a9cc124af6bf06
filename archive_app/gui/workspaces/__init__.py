"""The workspaces of the rail, each a package of its own, known by ``registry``."""
