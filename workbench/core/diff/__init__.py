"""Two tokens compared: by member, by octet."""
