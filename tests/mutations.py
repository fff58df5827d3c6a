"""Defects put in on purpose, each of which must turn a test red: `python -m tests.mutations`.

Every defect is a piece of text in a copy of the source. A defect that no test notices is a hole in
the tests; one whose text is no longer there has to be written anew.
"""

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
COPIED = ("bot", "handlers", "scheduler", "storage", "tests", "pyproject.toml")


@dataclass(frozen=True, slots=True)
class Defect:
    """What is wrong, where, in which words, and the tests that have to notice."""

    what: str
    file: str
    right: str
    wrong: str
    tests: str


_OUTBOX = "storage/outbox.py"
_GROUPS, _POSTED = "tests/conversations/test_groups.py", "tests/storage/test_outbox.py"
_ANSWERING = "tests/storage/test_who_answers.py"
_SPARING = "tests/scheduler/test_sparing.py"
_LINKS, _UPLOADS = "tests/storage/test_page_links.py", "tests/storage/test_uploads.py"
_MEANWHILE = "tests/conversations/test_handed_over_meanwhile.py"
DEFECTS = (
    Defect("a book holds everybody's", "storage/books.py",
           "one.where(_held.person_id == person)", "one.where(_held.person_id > 0)", _GROUPS),
    Defect("what ended still holds", "storage/spans.py", "dated.until > day", "dated.until <= day",
           _GROUPS),
    Defect("a group's later place is taken for now", "storage/books.py",
           "holds_on(_held, day), holds_on(_place, day)", "holds_on(_held, day)", _GROUPS),
    Defect("a number is given twice", "storage/books.py", "last + place", "place", _GROUPS),
    Defect("whoever helps has the duty too", "storage/books.py",
           "_alone(day).where(_held.kind == AssignmentKind.MAIN)", "_alone(day)", _ANSWERING),
    Defect("whoever has the group answers too", "storage/books.py",
           "main, ~_alone_with(day), ~_in_another_group(day)", "main, ~_in_another_group(day)",
           _ANSWERING),
    Defect("what wants nothing written is asked for", "storage/duties.py",
           ", not_(declined(_home.c))", "", _ANSWERING),
    Defect("a letter that waited is not looked at", "storage/sight.py",
           "if not (names or about or of_unit):", "if True:", _MEANWHILE),
    Defect("one of several households left is not enough", "storage/sight.py",
           "bool(about & seen)", "about <= seen", _MEANWHILE),
    Defect("a letter goes to a chat that is no longer theirs", _OUTBOX,
           "        _still_theirs(),\n", "", _POSTED),
    Defect("later letters overtake", _OUTBOX, "        ~_held_back(TABLE),\n", "", _POSTED),
    Defect("what is too late is sent", _OUTBOX, "        _in_time(TABLE),\n", "", _POSTED),
    Defect("the audit's chain forgets what came before", "storage/audit.py",
           "previous, row.id, row.at", "'', row.id, row.at", "tests/storage/test_audit.py"),
    Defect("a file that a form holds is dropped", "storage/files.py",
           "strays.keys() - in_forms", "strays.keys()", "tests/storage/test_files.py"),
    Defect("a file that is to be sent is dropped", "storage/files.py",
           "for used in (open_still, received,", "for used in (received,",
           "tests/storage/test_files.py"),
    Defect("a visit by phone fulfils the month", "storage/visits.py",
           "count.filter(visit.kind == VisitKind.HOME)", "count.filter(visit.id.is_not(None))",
           "tests/conversations/test_this_month.py"),
    Defect("bulk takes what answers need at once", "scheduler/pacing.py",
           "0 if answers else pace.burst // 2", "0", "tests/scheduler/test_pacing.py"),
    Defect("a spent quota is tried as if nothing were", "scheduler/pacing.py",
           "QUOTA_PAUSE = 3600.0", "QUOTA_PAUSE = 0.0", "tests/scheduler/test_quota_spent.py"),
    Defect("what Zalo brings again after its key is gone acts",
           "bot/messengers/zalo_bot_updates.py", "if seconds < _FIRST:",
           "if seconds < received_at.timestamp() - 86_400:",
           "tests/messengers/test_zalo_bot_once.py"),
    Defect("the last tenth of a plan is given away", "scheduler/postman.py",
           "for account in willing if account not in sparing", "for account in willing", _SPARING),
    Defect("what goes out together counts many times", "scheduler/postman.py",
           "outcome, now, carried=True", "outcome, now", _SPARING),
    Defect("what may have arrived counts for nothing", "storage/settlement.py",
           "Delivery.UNKNOWN, why, now, messages=messages)", "Delivery.UNKNOWN, why, now)",
           "tests/storage/test_quotas.py"),
    Defect("a link is used more than once", "storage/page_links.py",
           "            _links.c.used_at.is_(None),\n            _links.c.replaced_at",
           "            _links.c.replaced_at", _LINKS),
    Defect("a retry's link leaves the older one", "storage/page_links.py",
           "if alone else _links.c.about == about", "", _LINKS),
    Defect("what is over still leads to the file", "storage/file_links.py",
           " or not sight.holds_all(reader, link.posts.split())", "",
           "tests/pages/test_file_page.py"),
    Defect("another file than the one shown is confirmed", "storage/uploads.py",
           "c.file_id == file_id, c.used_at", "c.used_at", _UPLOADS),
    Defect("what nobody confirmed is kept", "storage/uploads.py",
           "_files.c.created_at <= now - HELD", "_files.c.created_at <= now - _LOST", _UPLOADS),
    Defect("a file is believed by its first bytes", "bot/domain/uploads.py",
           'if not part or (parts is not None and {part, "[Content_Types].xml"} <= parts):',
           "if part or not part:", "tests/domain/test_uploads.py"),
    Defect("a photo says where it was taken", "bot/domain/photos.py",
           "if 0xE0 <= mark <= 0xEF:", "if 0xE2 <= mark <= 0xEF:", "tests/domain/test_photos.py"),
    Defect("somebody is written to on an account that was removed", "storage/addresses.py",
           "and_(a.c.gone_at.is_(None), ~removed)", "a.c.gone_at.is_(None)",
           "tests/storage/test_addresses.py"),
    Defect("one more than the seats is linked", "storage/channels.py",
           "- {person_id}) >= seats", "- {person_id}) > seats", "tests/storage/test_channels.py"),
    Defect("who has not agreed is told things", _OUTBOX,
           "_people.c.consent == ConsentState.GIVEN)", "_people.c.id > 0)",
           "tests/storage/test_moving.py"),
    Defect("letters of another reader move along", "storage/moving.py",
           "TABLE.c.status == QUEUED, TABLE.c.person_id == person_id, _NO_ANSWER",
           "TABLE.c.status == QUEUED, _NO_ANSWER", "tests/storage/test_moving.py"),
    Defect("an account that hangs takes all places", "scheduler/postman.py",
           "if len(self.senders) < 2:", "if self.senders:",
           "tests/scheduler/test_several_accounts.py"),
)  # fmt: skip


def noticed(defect: Defect, folder: Path) -> bool:
    """Whether some test fails with the defect in it; the copy is right again afterwards."""
    file = folder / defect.file
    source = file.read_text(encoding="utf-8")
    if source.count(defect.right) != 1:
        raise LookupError(f"{defect.file} no longer says {defect.right!r}, or more than once")
    file.write_text(source.replace(defect.right, defect.wrong), encoding="utf-8")
    engine = "" if defect.tests.startswith("tests/domain/") else "sqlite"
    try:
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-k", engine,
             defect.tests],
            cwd=folder, capture_output=True, check=False, text=True,
        )  # fmt: skip
    finally:
        file.write_text(source, encoding="utf-8")
    return ran.returncode == 1 and "FAILED" in ran.stdout


def main() -> int:
    """Try all, or those whose words are named; how many went unnoticed."""
    wanted = [each for each in DEFECTS if all(word in each.what for word in sys.argv[1:])]
    unnoticed = 0
    with tempfile.TemporaryDirectory(prefix="gandan-mutations-") as folder:
        for name in COPIED:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copy(ROOT / name, Path(folder, name))
        for defect in wanted:
            seen = noticed(defect, Path(folder))
            unnoticed += not seen
            sys.stdout.write(f"{'noticed  ' if seen else 'UNNOTICED'} {defect.what}\n")
            sys.stdout.flush()
    return min(unnoticed, 1)


if __name__ == "__main__":
    sys.exit(main())
