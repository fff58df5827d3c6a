"""The sample commune: fictional, of a real one's size, the same for the same seed and day."""

from storage.sample.planting import Cast, cast, is_here, is_sample_file, plant, set_clock

__all__ = ["Cast", "cast", "is_here", "is_sample_file", "plant", "set_clock"]
