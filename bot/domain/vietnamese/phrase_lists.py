"""Lists of phrases as they are matched: without diacritics, shortened words spelt in full."""


def listed(text: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(text.split())


_SHORT = {
    **dict.fromkeys(listed("ko k kg kh hok hong hk khg hem hog"), "khong"),
    **dict.fromkeys(listed("dc dk duok"), "duoc"),
    **dict.fromkeys(listed("vs z"), "voi"),
    **dict.fromkeys(listed("r rui ruj"), "roi"),
    **dict.fromkeys(listed("j ji chi"), "gi"),
    **dict.fromkeys(listed("bthg bthuong bth btuong"), "bt"),
    "wa": "qua", "tui": "toi", "mk": "minh", "gd": "nha", "vk": "vo", "ck": "chong",
}  # fmt: skip
"""How words are shortened; "hồng" and "chị" among them, so only beside a household."""


def common(word: str) -> str:
    """A word as it is spelt in full."""
    return _SHORT.get(word, word)


def phrases(text: str) -> tuple[str, ...]:
    """The phrases of a list, told apart by semicolons."""
    spelt = (" ".join(map(common, phrase.split())) for phrase in text.split(";"))
    return tuple(dict.fromkeys(phrase for phrase in spelt if phrase))
