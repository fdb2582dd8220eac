"""The scenarios that every server can serve."""

from demo_server.world.built_in import BUILT_IN

SCENARIOS = BUILT_IN
"""Names of the built-in scenarios, in the order in which they are offered."""
