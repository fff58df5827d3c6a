"""A photo tells nothing of where, when and by whom it was taken, and stays the same picture."""

from io import BytesIO

import pytest
from PIL import Image

from bot.domain.photos import without_traces
from tests.forge_photos import SECRETS, jpeg, png


def drawn(kind: str, **more: object) -> bytes:
    """A picture as a library writes it."""
    held = BytesIO()
    picture = Image.new("RGB", (40, 30), (10, 120, 60))
    picture.putpixel((3, 4), (250, 0, 0))
    picture.save(held, kind, **more)
    return held.getvalue()


@pytest.mark.parametrize(
    "photo",
    [
        pytest.param(jpeg(), id="jpeg"),
        pytest.param(jpeg(little=False), id="jpeg-of-other-order"),
        pytest.param(jpeg(behind=SECRETS[3] + jpeg()), id="jpeg-with-a-second-behind-it"),
        pytest.param(png(), id="png"),
        pytest.param(jpeg()[:-30], id="jpeg-that-breaks-off-between-scans"),
        pytest.param(jpeg()[:-5], id="jpeg-that-breaks-off-in-a-scan"),
        pytest.param(jpeg()[:-2], id="jpeg-without-an-end"),
        pytest.param(jpeg()[:-2] + jpeg(), id="jpeg-without-an-end-before-another"),
        pytest.param(png()[: -len(SECRETS[3]) - 9], id="png-that-breaks-off"),
    ],
)
def test_nothing_is_told_on_the_side(photo: bytes) -> None:
    kept = without_traces(photo)
    assert [one for one in SECRETS if one in kept] == []
    assert kept[:3] == photo[:3]
    assert without_traces(kept) == kept


def test_what_colours_and_pixels_need_stays() -> None:
    kept = without_traces(jpeg())
    for needed in (b"JFIF", b"ICC_PROFILE", b"pixels\xff\0and\xff\xd0more", b"finer pixels"):
        assert needed in kept
    assert kept.endswith(b"\xff\xd9")
    assert b"gAMA" in without_traces(png())


@pytest.mark.parametrize("way", range(1, 9))
@pytest.mark.parametrize("little", [True, False], ids=["intel", "motorola"])
def test_which_way_is_up_stays(way: int, little: bool) -> None:
    noted = Image.Exif()
    noted[0x0112], noted[0x010F] = way, "Samsung A05"
    noted.endian = "<" if little else ">"
    kept = without_traces(drawn("JPEG", exif=noted.tobytes(), comment=b"at home"))
    shown = Image.open(BytesIO(kept))
    assert dict(shown.getexif()) == ({0x0112: way} if way > 1 else {})
    assert "comment" not in shown.info


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        pytest.param("JPEG", {}, id="jpeg"),
        pytest.param("JPEG", {"progressive": True, "quality": 95}, id="progressive"),
        pytest.param("JPEG", {"restart_marker_rows": 1}, id="with-restarts"),
        pytest.param("PNG", {}, id="png"),
    ],
)
def test_the_picture_is_the_same(kind: str, more: dict[str, object]) -> None:
    whole = drawn(kind, **more)
    before, after = Image.open(BytesIO(whole)), Image.open(BytesIO(without_traces(whole)))
    assert before.tobytes() == after.tobytes()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a" + bytes(40),
        b"<html>",
        b"\xff\xd8\xff",
        b"\xff\xd8\xff<html><script>alert(1)</script>",
        b"\xff\xd8\xff\xe1\x00\x01",
        b"\xff\xd8\xff\xe1\xff\xff short",
        jpeg()[:250],
        b"\xff\xd8" + b"\xff\xfe\0\x02" * 30_000 + b"\xff\xd9",
        b"\x89PNG\r\n\x1a\n",
        b"\x89PNG\r\n\x1a\n" + bytes(400),
        b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIHDR",
        png()[:60],
    ],
)
def test_what_is_not_built_as_one_is_none(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"JPEG|PNG"):
        without_traces(content)
