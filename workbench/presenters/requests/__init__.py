"""Requests and replay."""
