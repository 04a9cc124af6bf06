"""From a bare machine to a running checkout: system packages, the project's own environment, the checks.

Standard library only; nothing here is part of the installed program.
"""
