"""Who agreed to be written to: the ledger of it, what follows from it, and who must never be written to."""
