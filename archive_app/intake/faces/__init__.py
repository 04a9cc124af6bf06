"""Where there are faces on a photograph: by a model of the person's own. Whose they are is not asked."""
