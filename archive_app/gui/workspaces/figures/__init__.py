"""统计: how much there is of what, by whom and from where, how far it has come, and what waits too long.

`workspace.py` puts the page together; `bars.py` and `people.py` draw what `services/figures.py` adds up; every number
opens the list behind it.
"""
