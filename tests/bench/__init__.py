"""Measures the speed table: smsbox, an ideal client, and its peers from Debian on the same simulated modem."""
