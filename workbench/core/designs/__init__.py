"""What a claim design costs: staleness, timing, growth, size model, arithmetic, stolen token."""
