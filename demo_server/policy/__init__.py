"""Designs and grants: may the subject do this."""
