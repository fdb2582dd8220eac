"""What is done with requests beside replaying them: editing, importing, repeating, and where tokens may go."""
