"""Talks by SMS that the box holds by itself: flows as the shop writes them, the engine, and the kinds of dialogs."""
