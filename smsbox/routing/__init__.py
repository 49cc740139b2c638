"""Which SIM carries which message: operators, ported numbers, the SIM a customer knows, shares and failover."""
