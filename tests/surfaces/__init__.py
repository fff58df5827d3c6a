"""One list of conversations that every surface carries."""
