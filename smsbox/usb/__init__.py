"""USB devices as the kernel shows them, and the small root program that may reset a fixed list of them."""
