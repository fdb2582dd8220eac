"""One module an experiment: ask a sandbox server, return a core report."""
