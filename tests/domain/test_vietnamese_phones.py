"""Phone numbers as they stand in lists and chats."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.vietnamese.phones import read_phone

OLD_AND_NEW = {
    **{f"016{digit}": f"3{digit}" for digit in "23456789"},
    "0120": "70",
    "0121": "79",
    "0122": "77",
    "0126": "76",
    "0128": "78",
    "0123": "83",
    "0124": "84",
    "0125": "85",
    "0127": "81",
    "0129": "82",
    "0186": "56",
    "0188": "58",
    "0199": "59",
}


@pytest.mark.parametrize(
    "written",
    [
        "0912345678",
        "0912 345 678",
        "0912.345.678",
        "0912-345-678",
        "(0912) 345678",
        "+84912345678",
        "+84 912 345 678",
        "84912345678",
        "0084912345678",
        "+840912345678",
        "840912345678",
        "912345678",
        "912345678.0",
        "'0912345678",
        "\u00a00912345678\u200b",
    ],
)
def test_one_number_is_one_number_however_it_is_written(written: str) -> None:
    assert read_phone(written) == "+84912345678"


@pytest.mark.parametrize(("old", "new"), OLD_AND_NEW.items(), ids=str)
def test_old_prefixes_become_the_new_ones(old: str, new: str) -> None:
    assert read_phone(f"{old}2345678") == f"+84{new}2345678"
    assert read_phone(f"{old[1:]}2345678") == f"+84{new}2345678"


def test_a_landline_is_a_phone_too() -> None:
    assert read_phone("028 3822 1234") == "+842838221234"


@pytest.mark.parametrize(
    "written",
    [
        "113",
        "1022",
        "18001234",
        "19001234",
        "+1 212 555 0100",
        "+85512345678",
        "0012125550100",
        "091234567",
        "09123456789",
        "0000000000",
        "chị Hạnh 0912345678",
        "0912345678 0987654321",
        "٠٩١٢٣٤٥٦٧٨",
        "15/11/2026",
        "",
        "+",
        "------",
        "\ud800",
    ],
)
def test_what_is_no_number_of_a_person_here_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"not|another"):
        read_phone(written)


@given(st.text(st.characters(exclude_categories=())) | st.text("0123456789+ .-()"))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    try:
        read = read_phone(text)
    except ValueError:
        return
    assert read.startswith("+84")
    assert read_phone(read) == read
