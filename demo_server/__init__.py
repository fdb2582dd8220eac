"""The demo server: logs users in, issues JWTs and says for each request why it was allowed or refused."""
