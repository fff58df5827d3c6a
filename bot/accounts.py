"""Every account of every messenger, from the settings and the database, and how each is built."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

import structlog

from bot.http import Door
from bot.messages import Incoming
from bot.messengers import telegram, telegram_updates, zalo_bot, zalo_bot_updates
from bot.messengers.base import Me
from bot.messengers.telegram import TelegramMessenger
from bot.messengers.zalo_bot import ZaloBotMessenger
from bot.settings import PREFIX, Settings
from bot.starting import Unfit
from bot.texts import doctor
from bot.texts import inviting as words
from storage.channels import WEBHOOK, Account, Channel

log = structlog.get_logger()

Ours = TelegramMessenger | ZaloBotMessenger
"""The messengers that have accounts with tokens."""
_TOKEN = re.compile(r"([0-9]+):.+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Kind:
    """What accounts of one messenger have in common."""

    title: str
    path: str  # of its webhook
    header: str  # in which the secret is shown there
    looks_like: str  # its token
    build: Callable[[str, str], Ours]  # of a token and an address; raises ValueError
    read: Callable[[str, bytes, datetime], Incoming | None]  # what came in, of which account


def _telegram(token: str, api: str) -> Ours:
    from aiogram.utils.token import TokenValidationError

    try:
        return TelegramMessenger(token, api)
    except TokenValidationError:
        raise ValueError("no token") from None


def _zalo_bot(token: str, api: str) -> Ours:
    """Where the settings put another address in the place of Zalo's, its files come from there."""
    other = [] if api == zalo_bot.OFFICIAL_API else [urlsplit(api).netloc]
    return ZaloBotMessenger(token, api, media_hosts=other)


KINDS = {
    "telegram": Kind(
        "Telegram",
        "/telegram/webhook",
        telegram.SECRET_HEADER,
        "123456:ABC-def",
        _telegram,
        telegram_updates.read,
    ),
    "zalo_bot": Kind(
        "Zalo",
        "/zalo/bot/webhook",
        zalo_bot.SECRET_HEADER,
        "123456:abc-DEF",
        _zalo_bot,
        zalo_bot_updates.read,
    ),
}
"""By surface, in the order in which accounts are named."""


def firsts(settings: Settings) -> list[Channel]:
    """The accounts that the settings name, one of a messenger at most."""
    found = []
    for surface in KINDS:
        token = settings.of(surface, "token")
        if token:
            found.append(
                Channel(
                    surface, account_of(token), token, settings.of(surface, "secret"),
                    settings.of(surface, "mode"), settings.of(surface, "name"), first=True,
                )
            )  # fmt: skip
    return found


def together(settings: Settings, further: Sequence[Channel]) -> list[Channel]:
    """All accounts, those of the settings first.

    Of one that stands in both, the settings say how it is reached, and the database whom it
    serves and what its plan is: only there can that be said.
    """
    rows = {one.key: one for one in further}
    found = []
    for first in firsts(settings):
        row = rows.pop(first.key, None)
        found.append(first if row is None else _joined(first, row))
    return [*found, *rows.values()]


def _joined(first: Channel, row: Channel) -> Channel:
    return replace(
        first, name=first.name or row.name, commune_id=row.commune_id,
        own_seats=row.own_seats, own_monthly=row.own_monthly,
    )  # fmt: skip


def account_of(token: str) -> str:
    """What stands before the colon; of what is no token, nothing: it may be a secret all the
    same."""
    known = _TOKEN.fullmatch(token)
    return known[1] if known else ""


def built(settings: Settings, channel: Channel) -> Ours:
    """The adapter for an account; Unfit says in a sentence why there is none."""
    kind = KINDS.get(channel.surface)
    if kind is None:
        raise Unfit(
            f"the account {named(channel)} is of no messenger that this version knows",
            doctor.of_no_messenger(named(channel)),
        )
    if not channel.token:
        raise Unfit(
            f"no token of {named(channel)} can be read with GANDAN_SECRET_KEY: "
            f"add it again ({adding(channel.surface)})",
            doctor.no_token(named(channel), adding(channel.surface)),
        )
    try:
        return kind.build(channel.token, settings.of(channel.surface, "api"))
    except ValueError:
        whose = setting(channel, "TOKEN") or f"what is kept of {named(channel)}"
        raise Unfit(
            f"{whose} is no token: it looks like {kind.looks_like}",
            doctor.no_such_token(setting(channel, "TOKEN") or named(channel), kind.looks_like),
        ) from None


def built_all(settings: Settings, further: Sequence[Channel] = ()) -> dict[Account, Ours]:
    """An adapter for each account that can have one; the others are left out and logged."""
    found: dict[Account, Ours] = {}
    for channel in together(settings, further):
        try:
            found[channel.key] = built(settings, channel)
        except Unfit as unfit:
            left_out(channel, unfit)
    return found


def left_out(channel: Channel, unfit: Unfit) -> None:
    """One account that does not fit does not stop the others."""
    log.error(
        "account left out", surface=channel.surface, account=channel.account, why=str(unfit)
    )  # fmt: skip


def none_fits(troubles: Sequence[Unfit]) -> Unfit:
    """Why there is no account at all."""
    if troubles:
        return troubles[0]
    wanted = [f"{PREFIX}{surface.upper()}_TOKEN" for surface in KINDS]
    said = f"no messenger is set up: {' or '.join(wanted)} is missing"
    return Unfit(said, doctor.no_bot(wanted))


def path_of(channel: Channel) -> str:
    """Where an account's messages are pushed to: the first has the short address."""
    path = KINDS[channel.surface].path
    return path if channel.first else f"{path}/{channel.account}"


def door_of(channel: Channel, messenger: Ours) -> Door | None:
    """An account's webhook; None for one that polls."""
    if channel.mode != WEBHOOK:
        return None
    kind, secret = KINDS[channel.surface], secret_of(channel)
    return Door(
        kind.path, kind.header, channel.account, messenger, (secret,), short=channel.first
    )  # fmt: skip


def secret_of(channel: Channel) -> str:
    """What a messenger shows at the webhook; Unfit where there is nothing to show."""
    if not channel.secret:
        whose = setting(channel, "SECRET") or f"the secret of {named(channel)}"
        raise Unfit(f"{whose} is missing: a webhook needs a secret", doctor.secret(whose))
    return channel.secret


def link_of(channel: Channel, name: str) -> str:
    """How an invitation points to an account: a link with {code} in it, or where to find it."""
    if channel.surface == "telegram":
        return f"https://t.me/{name}?start={{code}}"
    return words.found_under(channel.name or name, KINDS[channel.surface].title)


def link_told(channel: Channel, me: Me) -> str:
    """The same by the name that its messenger tells; empty where nobody finds it under that."""
    return link_of(channel, me.name) if me.findable else ""


def adding(surface: str) -> str:
    """The command that adds an account, or renews one."""
    return f"gandan channel add {surface}"


def is_findable(channel: Channel, me: Me) -> bool:
    """Whether people find an account under the name that invitations give it."""
    return me.findable or channel.name not in ("", me.name)


def rate_of(settings: Settings, surface: str) -> float:
    """Letters a second."""
    return float(settings.of(surface, "rate"))


def title(channel: Channel) -> str:
    """The name of an account's messenger."""
    kind = KINDS.get(channel.surface)
    return kind.title if kind else channel.surface


def named(channel: Channel) -> str:
    """As the command line calls an account."""
    return f"{channel.surface} {channel.account}".strip()


def setting(channel: Channel, what: str) -> str:
    """The variable that an account's token or secret stands in; empty where none does."""
    return f"{PREFIX}{channel.surface.upper()}_{what}" if channel.first else ""
