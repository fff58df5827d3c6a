"""Tests speak at the outside."""
