"""Token Workbench: edit the claims of a JWT, sign it again, and see which answers of a server change, and why."""
