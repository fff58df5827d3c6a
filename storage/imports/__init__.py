"""Taking a workbook in: what it would change (`plan`), and changing it (`apply`)."""

from storage.imports.known import household_key
from storage.imports.planning import apply, plan

__all__ = ["apply", "household_key", "plan"]
