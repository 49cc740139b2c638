"""What other programs may do through this box: send within rights and limits, once, and look after what they sent."""
