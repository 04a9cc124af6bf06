"""Lists that offices keep in Excel and CSV: read as they stand, their heads understood, their rows proposed as records.

``xlsx``, ``xls``, ``ods`` and ``separated`` read a file to a ``grid`` (in the reading process, under limits);
``heads`` finds the head and the rows below it; ``targets`` knows the words that real lists use; ``mapping`` says
which column means which field, proposed, corrected, saved; ``rows`` makes the values of a record out of a row, or
says by row and column why not.
"""
