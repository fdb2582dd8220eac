"""Session file, workspace, crash recovery."""
