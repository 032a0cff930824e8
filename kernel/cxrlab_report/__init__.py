"""Runs notebooks and writes them as HTML pages that need nothing beside themselves."""
