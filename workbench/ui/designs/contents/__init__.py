"""The view In the token: what each design is, what it puts in the token, and an example."""
