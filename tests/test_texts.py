"""Sentences: filled in every language, English everywhere, and nothing in them that acts on a terminal."""
