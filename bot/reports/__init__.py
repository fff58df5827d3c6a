"""Facts of a month or a list, made into files that people print."""
