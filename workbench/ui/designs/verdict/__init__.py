"""The view Verdict: which design meets what is needed, why, and what would change that."""
