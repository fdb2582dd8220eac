"""Named flaws that can be switched on, to see what a forged or misused token does to a server that has them."""
