"""Several people played in turn at one keyboard: what one decides holds up no other's answers."""

import re
from pathlib import Path

from tests.program import environment, gandan

RAISED = """/as member
/phananh 6
2
dien
Xin kéo thêm đèn đường
1
/as secretary
/viec
"""
ANSWERED = """2
Tuần sau kéo.
/as member
/thangnay
"""


async def test_who_was_told_something_still_hears_every_answer(tmp_path: Path) -> None:
    env = environment(f"sqlite:///{tmp_path}/none.db")
    raised = await gandan("chat", env=env, stdin=RAISED.encode())
    code = re.search("Đã ghi nhận, mã (.*)[.]", raised.out)
    assert code is not None, raised.err
    which = re.search(rf"(\d)[.] {code[1]}", raised.out)
    assert which is not None, raised.out
    typed = f"{RAISED}{which[1]}\n{ANSWERED}"
    done = await gandan("chat", env=env, stdin=typed.encode())
    assert f"{code[1]}: đã trả lời. Hệ thống báo đồng chí" in done.out, done.err
    assert "hộ" in done.out.rpartition("> /thangnay")[2]
