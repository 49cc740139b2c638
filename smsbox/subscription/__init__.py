"""How customers come and go: asked, confirmed, choosing, leaving; and where they came from."""
