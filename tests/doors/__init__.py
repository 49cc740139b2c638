"""Foreign contracts: requests as their clients make them, and the clients themselves."""
