"""One module a view of the Designs page."""
