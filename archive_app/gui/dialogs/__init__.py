"""Dialogs in the theme, in Chinese."""
