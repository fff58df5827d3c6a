"""The practice room: three phones and a clock on a sample commune, for trying out and training."""
