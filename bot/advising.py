"""What to do where a messenger says no or does not reach us: the doctor and commands say it."""

from bot import accounts
from bot.accounts import KINDS
from bot.findings import Advice
from bot.messengers.base import ApiRefused, Refused
from bot.settings import Settings
from bot.texts import doctor as words
from storage.channels import Channel

_TRIALS = (
    ("webhook.http.403", "something before us turns it away: let requests whose User-Agent begins "
     "with Java/ through the proxy and the firewall", words.TURNED_AWAY),
    ("webhook.http.404", "nobody is at that address: is `gandan run` running, and does the proxy "
     "pass {path} on to it?", words.NOBODY_THERE),
    ("webhook.http.5", "the proxy or our program failed: is `gandan run` running?",
     words.FAILED_THERE),
    ("webhook.err.tls", "the certificate or the TLS version does not suit: allow TLS 1.2 and use a "
     "certificate that browsers trust", words.CERTIFICATE),
    ("webhook.err.dns", "the name in GANDAN_PUBLIC_URL leads nowhere: check it and its DNS entry",
     words.NO_SUCH_NAME),
    ("webhook.err", "the address can't be reached from outside: open port 443 to the proxy",
     words.PORT_SHUT),
    ("", "look at the proxy before us and whether `gandan run` is running", words.LOOK_AT_IT),
)  # fmt: skip
"""What to do about an address that a messenger could not reach, by how its outcome begins."""


def of_trial(channel: Channel, outcome: str) -> Advice:
    """About an address that was tried in vain."""
    mend, told = next(rest for start, *rest in _TRIALS if outcome.startswith(start))
    path = accounts.path_of(channel)
    return Advice(mend.format(path=path), told.format(path=path))


def of_refusal(channel: Channel, refused: ApiRefused) -> Advice:
    """About a question of ours that has no answer: the token, the way there, or the messenger."""
    title = accounts.title(channel)
    match refused.how:
        case Refused.UNKNOWN:
            variable, command = accounts.setting(channel, "TOKEN"), accounts.adding(channel.surface)
            then = f"write it to {variable}" if variable else f"run `{command}`"
            return Advice(
                f"{title} does not know this token ({refused}): copy it again from where the bot "
                f"was made, and {then}",
                words.token_refused(title, variable, command),
            )
        case Refused.UNREACHED:
            return Advice(
                f"{title} can't be reached from this machine ({refused}): check its way to the "
                "internet; the token is not the matter",
                words.not_reached(title),
            )
        case Refused.SAID_NO:
            return Advice(
                f"{title} said no ({refused}): look at GANDAN_PUBLIC_URL and the bot's secret",
                words.said_no(title, str(refused)),
            )
    return Advice(
        f"{title} has trouble of its own ({refused}): try again in some minutes",
        words.trouble_there(title),
    )


def of_pages(settings: Settings, title: str) -> Advice:
    """About an address of ours that is not there, or that nobody's messenger would call."""
    if settings.public_url:
        return Advice(
            f"GANDAN_PUBLIC_URL is not https: it must begin with https:// for {title}",
            words.NO_HTTPS,
        )
    return Advice(
        f"GANDAN_PUBLIC_URL is missing: an https:// address that {title} can reach",
        words.NO_ADDRESS,
    )


def of_name(channel: Channel) -> Advice:
    """About an account that nobody can find under the name that its token says."""
    variable = accounts.setting(channel, "NAME")
    how = f"set {variable}" if variable else f'run `{accounts.adding(channel.surface)} --name "…"`'
    title = accounts.title(channel)
    return Advice(
        f"people look for it under the name that {title} shows, and that is on no slip: {how}",
        words.no_name(title, variable, accounts.adding(channel.surface)),
    )


def webhook_command(verb: str, channel: Channel) -> str:
    """The command that sets or deletes an account's webhook."""
    return f"gandan webhook {verb} --surface {channel.surface} --account {channel.account}"


def none_set_up() -> Advice:
    """Where no messenger is set up."""
    first = " or ".join(f"`{accounts.adding(surface)}`" for surface in KINDS)
    return Advice(f"{accounts.none_fits(())}; or run {first}", words.NONE_SET_UP)
