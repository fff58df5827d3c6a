"""Every Vietnamese word that a person reads."""
