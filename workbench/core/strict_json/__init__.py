"""JSON with positions: parse, fault, edit, inspect, read members by type."""
