"""印前检查: what stands against printing a volume, in its records, its texts, its pictures and its pages."""
