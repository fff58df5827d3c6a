"""Pages behind signed links: plain HTML that an old phone shows, without a script."""
