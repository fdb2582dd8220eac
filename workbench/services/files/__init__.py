"""Files the user opens and saves, settings, autosave."""
