"""Pages before the program as it runs: two processes, and phones with buttons and without."""

import asyncio
import re
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import func, select, update

from bot.texts import page as words
from bot.texts import upload_page as upload_words
from storage.secrecy import Keys
from storage.store import opened
from storage.tables import Concern, LinkedAddress, Visit
from tests.conftest import NOW
from tests.doubles.telegram import telegram_double
from tests.doubles.zalo_bot import zalo_bot_double
from tests.forge_photos import jpeg
from tests.pages.bare import download, hand_in, link_in
from tests.pages.plain import Plain
from tests.pages.test_upload_page import OURS
from tests.program import SECRET_KEY, environment, running, telegram_settings, zalo_bot_settings
from tests.telegram_people import Person
from tests.telegram_village import AN, moved_to_telegram
from tests.village import settle
from tests.zalo_people import Person as OnZalo


@pytest.mark.faults(only_full=True)
@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
async def test_of_two_processes_that_are_sent_one_page_one_saves_it(
    database_url: str, tmp_path: Path
) -> None:
    store = opened(database_url, Keys((SECRET_KEY,)))
    async with store.begin() as session:
        village = await settle(session, NOW)
        await moved_to_telegram(session, village)
    async with telegram_double(pace=0.1) as telegram, aiohttp.ClientSession() as web:
        settings = telegram_settings(telegram, "polling")
        env = environment(database_url, PUBLIC_URL="https://pages.example/", **settings)
        async with running(dict(env), tmp_path) as one, running(dict(env), tmp_path) as other:
            said = await Person(telegram, AN).say("/trang")
            link = re.search(r"https://pages\.example/b/\w+", said)
            assert link is not None, said
            listed = await (await Plain(one.address, web).open(link[0])).press(words.OPEN)
            page = listed.tick(f"how-{village.households['H002']}", "fine")
            review = await page.press(words.REVIEW)
            elsewhere = replace(review, browser=Plain(other.address, web))
            sent = await asyncio.gather(
                *(each.press(words.SEND) for each in (review, elsewhere) * 4)
            )
            assert len({each.text for each in sent}) == 1
            assert "Đã ghi nhận 1 hộ." in sent[0].text
            await Person(telegram, AN).hears("Đã ghi nhận 1 hộ.")
            signed = link[0].rpartition("/")[2]
            assert signed not in one.errors + other.errors
    async with store.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Visit)) == 1
    await store.close()


@pytest.mark.faults(only_full=True)
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_the_office_takes_a_list_in_over_a_messenger_without_files(
    database_url: str, tmp_path: Path
) -> None:
    store = opened(database_url, Keys((SECRET_KEY,)))
    async with zalo_bot_double() as zalo, aiohttp.ClientSession() as web:
        async with store.begin() as session:
            village = await settle(session, NOW)
            await session.execute(
                update(LinkedAddress)
                .where(LinkedAddress.person_id == village.people["Én"])
                .values(surface="zalo_bot", account=zalo.bot_id, external_id=zalo.person("Én").id)
            )
        await store.close()
        settings = zalo_bot_settings(zalo, "polling")
        env = environment(database_url, PUBLIC_URL="https://pages.example/", **settings)
        async with running(dict(env), tmp_path) as program:
            en, plain = OnZalo(zalo, "Én"), Plain(program.address, web)
            await en.say("/nhapdanhsach")
            said = await en.choose("Nhận mẫu trống")
            blank, link = link_in(said, "f"), link_in(said, "u")
            saved = await download(plain, blank)
            assert (saved.status, saved.content[:2]) == (200, b"PK")
            shown = await hand_in(plain, link, ("Danh sách.xlsx", OURS))
            assert upload_words.DONE_TITLE in (await shown.press(upload_words.SURE)).text
            await en.hears("Hộ: 3 mới")
            await en.choose("Mọi hộ hằng tháng")
            await en.say("nhap 3 ho")
            await en.hears("Đã nhập danh sách")
            for secret in (blank, link):
                assert secret.rpartition("/")[2] not in program.errors
        assert zalo.violations == []


@pytest.mark.faults(only_full=True)
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_a_photo_that_zalo_does_not_hand_over_comes_by_the_page(
    database_url: str, tmp_path: Path
) -> None:
    store = opened(database_url, Keys((SECRET_KEY,)))
    async with zalo_bot_double() as zalo, aiohttp.ClientSession() as web:
        async with store.begin() as session:
            village = await settle(session, NOW)
            await session.execute(
                update(LinkedAddress)
                .where(LinkedAddress.person_id == village.people["An"])
                .values(surface="zalo_bot", account=zalo.bot_id, external_id=zalo.person("An").id)
            )
        settings = zalo_bot_settings(zalo, "polling")
        env = environment(database_url, PUBLIC_URL="https://pages.example/", **settings)
        async with running(dict(env), tmp_path) as program:
            an, plain = OnZalo(zalo, "An"), Plain(program.address, web)
            for said in ("/phananh 2", "1", "đường", "Đường vào ấp 5 bị sạt lở."):
                await an.say(said)
            await an.choose("Kèm ảnh")
            await an.chat.write(
                an.chat, "message.image.received",
                {"photo_url": "https://elsewhere.example/a.jpg", "message_type": "CHAT_PHOTO"},
            )  # fmt: skip
            link = link_in(await an.hears("Gửi ở đây chưa được"), "u")
            shown = await hand_in(plain, link, ("IMG_0042.JPG", jpeg()))
            assert upload_words.DONE_TITLE in (await shown.press(upload_words.SURE)).text
            await an.hears("ảnh")
            await an.say("1")
            await an.hears("Đã ghi nhận")
    async with store.reading() as session:
        assert (await session.scalars(select(Concern))).one().photo_id is not None
    await store.close()
