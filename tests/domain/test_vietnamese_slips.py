"""What is left of TELEX and VNI typing is read as it was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.vietnamese.slips import repaired


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hoom qua", "hom qua"),
        ("hooom nay", "hom nay"),
        ("hoom quaf", "hom qua"),
        ("ngayf 20", "ngay 20"),
        ("ddoongf chis", "dong chi"),
        ("hooj ngheof", "ho ngheo"),
        ("ho65 ngheo2", "ho ngheo"),
        ("d9i lam2", "di lam"),
        ("tuws", "tu"),
        ("tw", "tu"),
        ("thuws saus", "thu sau"),
        ("khoong", "khong"),
        ("BOR QUA", "bo qua"),
        ("ddieenj thoaij", "dien thoai"),
        ("vawngs nhaf", "vang nha"),
    ],
)
def test_leftovers_of_typing_are_mended(typed: str, meant: str) -> None:
    assert repaired(typed) == meant


@pytest.mark.parametrize(
    "typed", ["hôm qua", "hom qua", "20/11", "15.11", "0912345678", "", "  ", "sinh con", "x" * 999]
)  # fmt: skip
def test_what_is_typed_well_is_left_alone(typed: str) -> None:
    assert repaired(typed) is None


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_is_mended_or_left(text: str) -> None:
    mended = repaired(text)
    assert mended is None or mended == " ".join(mended.split())
