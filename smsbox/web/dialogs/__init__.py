"""What the pages of scenarios need beside the flows themselves: the form and the file of one, and how it is tried."""
