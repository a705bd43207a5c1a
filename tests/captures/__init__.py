"""Captures as people paste them: in every language, and damaged."""
