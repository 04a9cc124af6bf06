"""The command line: thin commands over the services. ``docs/schema/`` describes what ``--json`` prints."""
