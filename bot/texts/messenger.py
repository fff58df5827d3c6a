"""Words that a messenger itself puts around a letter: the contact button, the list of choices."""

SHARE_MY_NUMBER = "Chia sẻ số điện thoại của tôi"
OR_TYPE = "Hoặc gõ"


def by_word(word: str) -> str:
    """What is to be typed for a choice that no number does."""
    return f": gõ {word}" if word else ""
