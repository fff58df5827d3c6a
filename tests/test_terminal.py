"""Several people played in turn at one keyboard: what one decides holds up no other's answers."""

from pathlib import Path

from tests.program import environment, gandan

TYPED = """/as member
/phananh 6
2
dien
Xin kéo thêm đèn đường
1
/as secretary
/viec
2
2
Tuần sau kéo.
/as member
/thangnay
"""


async def test_who_was_told_something_still_hears_every_answer(tmp_path: Path) -> None:
    env = environment(f"sqlite:///{tmp_path}/none.db")
    done = await gandan("chat", env=env, stdin=TYPED.encode())
    assert "đã trả lời. Hệ thống báo đồng chí" in done.out, done.err
    assert "hộ" in done.out.rpartition("> /thangnay")[2]
