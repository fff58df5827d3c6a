"""Messengers of our own making, over real HTTP, that fail on demand."""
