"""Claims, header, and the tabs that hold the views of a token."""
