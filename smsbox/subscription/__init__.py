"""How customers come and go: asked, confirmed, choosing, leaving; and where they came from."""

from smsbox.subscription.joining import Asked, Said, ask, confirm, decline, expire, join, pending, welcome
from smsbox.subscription.leaving import leave

__all__ = ["Asked", "Said", "ask", "confirm", "decline", "expire", "join", "leave", "pending", "welcome"]
