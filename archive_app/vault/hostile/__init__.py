"""Reading files that may be damaged, or made to do harm: every size, count, depth and ratio is bounded, while reading.

Nothing here trusts a header. What is beyond a bound is refused with ``domain.errors.Refused``, in words.
"""
