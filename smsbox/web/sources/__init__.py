"""What the pages of collecting share: how lists grow, drawn and told."""
