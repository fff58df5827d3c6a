"""The rules of the field, pure."""
