"""Texts before they are sent, pure: merge fields, ways to address people, what a text costs, what is wrong with it."""
