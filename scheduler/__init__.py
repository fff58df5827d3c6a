"""What happens without being asked: sending, and later the clock."""
