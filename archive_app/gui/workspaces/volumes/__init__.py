"""编纂: a volume's tree beside its pages as they will print."""
