"""HTTP: sockets, messages, routes of the server itself."""
