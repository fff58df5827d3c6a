"""One module for each messenger, behind the same two verbs."""
