"""Scenario, directory, routes: who and what there is."""
