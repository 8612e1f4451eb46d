"""Questionnaires: asked, answered, and what the answers say."""
