"""What the demo server is (users, designs, requests) and changes of its directory."""
