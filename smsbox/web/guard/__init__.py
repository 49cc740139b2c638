"""What stands in front of every page: headers and names, who asks and what he may, cookies, the one-time code."""
