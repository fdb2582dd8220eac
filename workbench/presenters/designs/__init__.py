"""The presenters of the Designs page, one module for each view."""
