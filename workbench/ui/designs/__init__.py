"""What the views of the Designs page share."""
