"""What is done at the desk's machine itself: users, backups, the audit trail. Who may run this may do everything."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from planner.cli import inputs
from planner.cli.layout import table
from planner.cli.shell import Exit, Shell
from planner.cli.text import safe
from planner.desk.desk import Desk
from planner.desk.faults import DeskError, Unfit
from planner.desk.pages import Cursor
from planner.desk.rights import ALL, ROLES, Post, Who
from planner.desk.settings import Settings
from planner.desk.store import OtherRelease, Store
from planner.desk.store.copies import BadCopy, Copied, backup, restore
from planner.desk.users import UserInfo

CONSOLE: Final = Who("console", "console", tuple(Post(role, ALL) for role in ROLES))
"""Who sits at the machine itself."""


_A_DESK: Final = ("cơ sở dữ liệu của một bàn làm việc đã có", "the database of a desk that is there")


def settings_of(database: str | None) -> Settings:
    """Return the settings, with another database where one is named.

    Raises:
        BadFile: a setting cannot be used.
    """
    try:
        return Settings() if database is None else Settings(database=database)
    except ValidationError as error:
        wrong = error.errors()[0]
        name = f"CHUNGTAY_{'_'.join(map(str, wrong['loc'])).upper()}"
        found = "…" if name.endswith(("_PASSWORD", "_SECRET")) else str(wrong["input"])
        raise inputs.bad_file(name, "setting", found, wrong["msg"], wrong["msg"]) from error


def opened(settings: Settings, *, there: bool = False) -> Store:
    """Return the database of the settings, brought up to this release; `there`: one that is there already.

    Raises:
        BadFile: there is no such database, or it is of a later release.
    """
    vi = "sqlite:///TỆP hoặc postgresql://NGƯỜI_DÙNG:MẬT_KHẨU@MÁY/TÊN, tới được, của bản này hoặc cũ hơn"
    en = "sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME, within reach, of this release or an earlier one"
    try:
        store = Store(settings.database)
        if there and store.is_empty:
            store.close()
            raise inputs.bad_file("--database", "no-desk", str(store.url), *_A_DESK)
        store.upgrade()
    except (ValueError, ImportError, SQLAlchemyError, OtherRelease) as error:
        found = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise inputs.bad_file("--database", "no-database", found, vi, en) from error
    return store


@contextmanager
def _desk(database: str | None, *, there: bool = False) -> Iterator[tuple[Desk, Settings]]:
    settings = settings_of(database)
    with closing(opened(settings, there=there)) as store:
        yield Desk(store), settings


def backed_up(shell: Shell, file: str, database: str | None) -> int:
    """Copy the desk into a new file."""
    with closing(opened(settings_of(database), there=True)) as store:
        try:
            copied = backup(store, Path(file))
        except BadCopy as error:
            vi, en = "một cơ sở dữ liệu nguyên vẹn", "a database that is whole"
            raise inputs.bad_file("--database", "damaged", str(error), vi, en) from error
        except OSError as error:
            raise inputs.unusable(file, error, "một tệp chưa có, ghi được", "a new file that can be written") from error
    return _copied(shell, copied, shell.words(f"Đã chép vào {file}", f"Copied to {file}"))


def restored(shell: Shell, file: str, database: str | None) -> int:
    """Write a copy of a desk into an empty database, after checking it."""
    with closing(opened(settings_of(database))) as store:
        try:
            copied = restore(Path(file), store)
        except OSError as error:
            raise inputs.unusable(file, error, "một bản sao đọc được", "a backup that can be read") from error
        except BadCopy as error:
            vi, en = "một bản sao nguyên vẹn, vào cơ sở dữ liệu trống", "a whole backup, into an empty database"
            raise inputs.bad_file(file, "bad-backup", str(error), vi, en) from error
    return _copied(shell, copied, shell.words(f"Đã khôi phục từ {file}", f"Restored from {file}"))


def _copied(shell: Shell, copied: Copied, said: str) -> int:
    number, digest = copied.trail
    if shell.as_json:
        trail = {"rows": number, "digest": digest, "broken": copied.broken}
        shell.document({"ok": copied.broken is None, "rows": dict(copied.rows), "trail": trail})
    else:
        shell.say(said, *(f"  {name}: {rows}" for name, rows in copied.rows.items() if rows))
        shell.say(shell.words(f"Nhật ký: {number} dòng, {digest}", f"Audit trail: {number} rows, {digest}"))
    if copied.broken is not None:
        shell.note(_broken(shell, copied.broken))
    return Exit.DONE if copied.broken is None else Exit.NO


def _broken(shell: Shell, number: int) -> str:
    return shell.words(f"Nhật ký hỏng từ dòng {number}", f"The trail is broken at row {number}")


def audited(shell: Shell, database: str | None) -> int:
    """Check that the audit trail is whole."""
    with _desk(database, there=True) as (desk, _):
        broken, (rows, digest) = desk.verified_trail(CONSOLE)
    words = shell.words
    if shell.as_json:
        shell.document({"ok": broken is None, "broken": broken, "rows": rows, "digest": digest})
    elif broken is None:
        shell.say(words(f"Nhật ký nguyên vẹn: {rows} dòng, {digest}", f"The trail is whole: {rows} rows, {digest}"))
    else:
        shell.say(_broken(shell, broken))
    return Exit.DONE if broken is None else Exit.NO


def users(shell: Shell, database: str | None) -> int:
    """List the users."""
    with _desk(database, there=True) as (desk, _):
        found = list(_all(desk))
    words = shell.words
    if shell.as_json:
        shell.document({"users": [_record(user) for user in found]})
        return Exit.DONE
    shown = table(words("Tên", "Name"), words("Vai trò", "Roles"), words("Vào được", "Let in"), ratios=(3, 6, 2))
    for user in found:
        let_in = words("chưa đặt mật khẩu", "no password yet") if not user.can_sign_in else words("có", "yes")
        shown.add_row(
            safe(user.name), safe(", ".join(map(_said, user.roles))), let_in if user.active else words("không", "no")
        )
    shell.say(shown)
    return Exit.DONE


def added(shell: Shell, name: str, roles: list[str] | None, person: str | None, database: str | None) -> int:
    """Add a user and print a one-time link."""
    with _desk(database) as (desk, settings), _refusing():
        user = desk.users.create(CONSOLE, _line("NAME", name), _posts(roles or ()), person=_person(person))
        return _invited(shell, desk, settings, user)


def invited(shell: Shell, name: str, database: str | None) -> int:
    """Print a new one-time link of a user."""
    with _desk(database) as (desk, settings), _refusing():
        return _invited(shell, desk, settings, _named(desk, name))


def changed(
    shell: Shell,
    name: str,
    roles: list[str] | None,
    person: str | None,
    active: bool | None,
    database: str | None,
) -> int:
    """Change what is given of a user."""
    with _desk(database) as (desk, _), _refusing():
        posts = None if roles is None else _posts(roles)
        found = _named(desk, name)
        user = desk.users.change(CONSOLE, found.id, roles=posts, person=_person(person), active=active)
    if shell.as_json:
        shell.document(_record(user))
    else:
        shell.say(f"{safe(user.name)}: {safe(', '.join(map(_said, user.roles)))}")
    return Exit.DONE


def _invited(shell: Shell, desk: Desk, settings: Settings, user: UserInfo) -> int:
    link = settings.invitation(desk.users.invite(CONSOLE, user.id))
    if shell.as_json:
        shell.document({**_record(user), "link": link})
    else:
        shell.reader.print(link, soft_wrap=True)
    return Exit.DONE


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except Unfit as error:
        raise inputs.bad_file("user", error.code, "–", error.vi, error.en) from error
    except DeskError as error:
        raise inputs.bad_file("user", "refused", "–", str(error), str(error)) from error


def _posts(given: Iterable[str]) -> list[Post]:
    found = []
    for text in given:
        role, organisation, area = [*text.split(":"), "", ""][:3]
        if role not in ROLES or not organisation or text.count(":") > 2:
            allowed = f"ROLE:ORGANISATION[:AREA], ROLE: {', '.join(ROLES)}"
            raise inputs.bad_file("--role", "unknown-role", text, allowed, allowed)
        found.append(Post(role, _line("--role", organisation), _line("--role", area or ALL)))
    return found


def _person(id: str | None) -> str | None:
    """Return the id of a person; an empty one says that there is none."""
    return _line("--person", id) if id else id


def _line(option: str, text: str) -> str:
    """Return a text that the desk can keep. Raises BadFile."""
    if _LINE.fullmatch(text) is None:
        vi, en = "một dòng từ 1 đến 200 ký tự", "one line of 1 to 200 characters"
        raise inputs.bad_file(option, "no-line", text.encode("utf-8", "replace").decode()[:60], vi, en)
    return text


_LINE: Final = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff]{1,200}")


def _named(desk: Desk, name: str) -> UserInfo:
    for user in _all(desk):
        if user.name == name:
            return user
    raise inputs.bad_file("NAME", "unknown-user", name, "tên một người dùng (chungtay user list)", "the name of a user")


def _all(desk: Desk) -> Iterator[UserInfo]:
    cursor = None
    while True:
        page = desk.users.list(CONSOLE, after=cursor, limit=200)
        yield from page.items
        if page.next is None:
            return
        cursor = Cursor.of(page.next)


def _said(post: Post) -> str:
    return f"{post.role}:{post.organisation}" + ("" if post.area == ALL else f":{post.area}")


def _record(user: UserInfo) -> dict[str, Any]:
    return {**asdict(user), "created": user.created.isoformat(), "roles": list(map(_said, user.roles))}
