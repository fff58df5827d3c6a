"""What went wrong where, for the log; never its words: a token or a report may stand in them."""

import traceback
from pathlib import Path

MOST_FRAMES = 6


def place_of(trouble: BaseException) -> str:
    """The kind of an error, and the way to the line at which it arose, outermost first."""
    frames = traceback.extract_tb(trouble.__traceback__)[-MOST_FRAMES:]
    way = " > ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
    return f"{type(trouble).__name__}, {way}" if way else type(trouble).__name__
