"""The plain frame that all of our pages share: safe, light, and large enough for tired eyes."""

import base64
import hashlib
import html
from collections.abc import Mapping, Sequence
from typing import NewType

Html = NewType("Html", str)
"""Markup that is safe to show; only this module makes it of text."""

_STYLE = """
:root{color-scheme:light dark}
*{box-sizing:border-box}
body{margin:0 auto;padding:12px;max-width:42em;font:20px/1.45 sans-serif;color:#111;
background:#fff;overflow-wrap:break-word}
h1{font-size:1.3em;line-height:1.25;margin:.2em 0 .4em}
h2{font-size:1.1em;margin:1.2em 0 .5em}
p{margin:.4em 0}
ul{margin:.4em 0;padding-left:1.2em}
li{margin:.3em 0}
fieldset{margin:0 0 14px;padding:8px 12px 12px;border:2px solid #767676;border-radius:8px;
min-width:0}
fieldset fieldset{margin:8px 0 0;padding:0;border:0}
legend{padding:0 6px;font-weight:bold}
fieldset fieldset legend{padding:6px 0 2px;font-weight:normal}
label{display:block}
.tick{display:block;display:flex;align-items:center;min-height:52px;margin:6px 0 0;
padding:6px 12px;border:2px solid #767676;border-radius:8px;color:#111;background:#f4f4f4}
.tick input{flex:none;width:28px;height:28px;margin:0 12px 0 0;vertical-align:middle}
.field{margin-top:8px}
input[type=text],input[type=file]{display:block;width:100%;min-height:48px;margin-top:4px;
padding:8px;font:inherit;color:#111;background:#fff;border:2px solid #767676;border-radius:8px}
button{display:block;width:100%;min-height:56px;margin:14px 0 0;padding:10px;
font:inherit;font-weight:bold;color:#fff;background:#0b5a34;border:2px solid #0b5a34;
border-radius:8px}
button.second{color:#0b5a34;background:#fff}
summary{min-height:48px;padding:10px 0;font-weight:bold}
fieldset summary{margin-bottom:-6px;font-weight:normal}
fieldset [open] summary{margin-bottom:0}
:focus{outline:3px solid #b45309;outline-offset:2px}
.quiet{color:#444}
.focus{font-weight:bold}
.wrong{margin:6px 0 0;padding:8px;white-space:pre-line;color:#7a0c0c;background:#fdeaea;
border-left:6px solid #a11}
[role=alert]{margin-bottom:16px}
.wrong a{color:#7a0c0c}
@media (prefers-color-scheme:dark){
body{color:#eee;background:#161616}
.quiet{color:#c4c4c4}
fieldset{border-color:#8d8d8d}
.tick{color:#eee;background:#262626;border-color:#8d8d8d}
input[type=text],input[type=file]{color:#eee;background:#262626;border-color:#8d8d8d}
button{color:#0c1f14;background:#7fd6a4;border-color:#7fd6a4}
button.second{color:#7fd6a4;background:#161616}
.wrong,.wrong a{color:#ffd7d7}
.wrong{background:#431818;border-color:#ff8a8a}
:focus{outline-color:#fbbf24}
}
"""
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

SAFETY: Mapping[str, str] = {
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""What every page of ours is sent with: it loads nothing, runs nothing, is kept by nobody."""


def text(said: str) -> Html:
    """Words, whatever stands in them."""
    return Html(html.escape(said))


def element(name: str, /, *inside: Html, **attributes: str | bool) -> Html:
    """An element; an attribute that is False is left out. `class_` and `for_` are spelt so."""
    said = "".join(
        _attribute(key, value) for key, value in attributes.items() if value is not False
    )
    return Html(f"<{name}{said}>{''.join(inside)}</{name}>")


def blank(name: str, /, **attributes: str | bool) -> Html:
    """An element with nothing in it and no end."""
    said = "".join(
        _attribute(key, value) for key, value in attributes.items() if value is not False
    )
    return Html(f"<{name}{said}>")


def _attribute(key: str, value: str | bool) -> str:
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{html.escape(str(value))}"'


def together(parts: Sequence[Html]) -> Html:
    """One after the other."""
    return Html("".join(parts))


def paragraphs(said: Sequence[str]) -> Html:
    """Plain paragraphs."""
    return together([element("p", text(one)) for one in said])


def document(title: str, *body: Html) -> str:
    """A whole page of ours; its title is also its heading."""
    return (
        '<!DOCTYPE html>\n<html lang="vi"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex, nofollow, noarchive">'
        '<meta name="referrer" content="no-referrer">'
        '<meta name="format-detection" content="telephone=no">'
        f"<title>{text(title)}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{text(title)}</h1>{''.join(body)}</main></body></html>\n"
    )
