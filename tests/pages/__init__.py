"""Pages behind signed links, over HTTP and in a browser."""
