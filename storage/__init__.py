"""What is remembered, as modules of functions taking a session."""
