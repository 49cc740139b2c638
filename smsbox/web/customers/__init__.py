"""What the screens of customers share: their search, how they stand in words, and what is known of one."""
