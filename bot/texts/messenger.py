"""Words that a messenger itself puts around a letter: the contact button, the list of choices."""

SHARE_MY_NUMBER = "Chia sẻ số điện thoại của tôi"
OR_TYPE = "Hoặc gõ"
