"""One module a conversation, and the way in."""
