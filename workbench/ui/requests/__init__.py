"""Answers, their explanation, and requests: editing, importing, repeating, and where tokens may go."""
