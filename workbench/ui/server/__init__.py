"""Server and login in the top bar."""
