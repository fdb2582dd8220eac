"""The verdict: from what a service needs, and what is known of each design, to the design to choose, and why."""
