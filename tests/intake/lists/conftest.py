"""The hands of ``listing_hands`` as fixtures."""

from listing_hands import make_xlsx

__all__ = ["make_xlsx"]
