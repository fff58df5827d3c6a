"""The sample commune: fictional, of a real one's size, the same for the same seed and day."""

from storage.sample.planting import Cast, cast, plant

__all__ = ["Cast", "cast", "plant"]
