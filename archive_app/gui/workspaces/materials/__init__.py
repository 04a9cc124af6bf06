"""资料: every item as list or cards, with filters, a form that follows the kind, and the material itself."""
