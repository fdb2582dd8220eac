"""What a server answered: outcome, decision, matrix of answers, expectations."""
