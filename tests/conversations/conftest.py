"""The people of the village, each at the other end of a chat."""

from collections.abc import Callable

import pytest

from storage.store import Store
from tests.chat import Chat, World
from tests.conftest import NOW
from tests.village import Village


@pytest.fixture
def world(store: Store, village: Village) -> World:
    """The village at nine o'clock on a Saturday."""
    return World(store, NOW)


def _person(name: str) -> Callable[[World], Chat]:
    def chat(world: World) -> Chat:
        return Chat(world, name)

    chat.__doc__ = f"{name}'s chat; see tests.village."
    return chat


an = pytest.fixture(_person("An"), name="an")
binh = pytest.fixture(_person("Bình"), name="binh")
cuc = pytest.fixture(_person("Cúc"), name="cuc")
dung = pytest.fixture(_person("Dũng"), name="dung")
giang = pytest.fixture(_person("Giang"), name="giang")
ha = pytest.fixture(_person("Hà"), name="ha")
en = pytest.fixture(_person("Én"), name="en")
lam = pytest.fixture(_person("Lâm"), name="lam")
khoa = pytest.fixture(_person("Khoa"), name="khoa")
oanh = pytest.fixture(_person("Oanh"), name="oanh")
phuc = pytest.fixture(_person("Phúc"), name="phuc")
stranger = pytest.fixture(_person("nobody we know"), name="stranger")
