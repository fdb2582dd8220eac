"""Tables and charts of the window as text, files and pictures."""
