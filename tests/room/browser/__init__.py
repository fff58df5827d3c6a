"""The practice room as people see and use it: in a real browser."""
