"""How much we cost, always beside a named peer measured in the same run."""
