"""The meeting's addresses: agenda, item, saving, and what windows ask every few seconds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote

from zhuoyue.errors import Fault, InputError, system_reason
from zhuoyue.meeting.agenda import Agenda, agenda
from zhuoyue.meeting.form import Entered, decision, entered, of_rating
from zhuoyue.meeting.guard import WRITER, Guard, Tokens
from zhuoyue.meeting.item_view import dissenters, item_view, movers, proposals
from zhuoyue.meeting.pages import TYPES, Pages, Visit
from zhuoyue.meeting.presence import Presence
from zhuoyue.meeting.room import Room, Snapshot, StaleError
from zhuoyue.model.criteria import Item
from zhuoyue.model.text import LANGUAGES

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp

LONGEST = 256 * 1024
"""Bytes a form may have."""
FORM = "application/x-www-form-urlencoded"


def application(
    room: Room, tokens: Tokens, port: int, language: str, by: str, failed: Callable[[Exception], None]
) -> ASGIApp:
    """Return the meeting as an ASGI application.

    Args:
        room: the meeting.
        tokens: the secrets of its addresses.
        port: where it is served; other hosts and origins are turned away.
        language: of the pages one sees first.
        by: who records, until the form says otherwise.
        failed: told of every error of ours.
    """
    from starlette.routing import Route, Router

    meeting = Meeting(room, language, by)
    routes = [
        Route("/", meeting.home),
        Route("/pulse", meeting.pulse),
        Route("/leave", meeting.leave, methods=["POST"]),
        Route("/assets/{name}", meeting.asset),
        Route("/{language}/", meeting.agenda),
        Route("/{language}/items/{code}", meeting.item),
        Route("/{language}/items/{code}", meeting.save, methods=["POST"]),
    ]
    return Guard(Router(routes, redirect_slashes=False), tokens, port, failed)


class Meeting:
    """Answers requests. Those that read run in threads, beside each other."""

    def __init__(self, room: Room, language: str, by: str) -> None:
        self._room = room
        self._pages = Pages(room.project)
        self._presence = Presence()
        self._language = language
        self._by = by

    def home(self, request: Request) -> Response:
        """Lead to the agenda in the default language."""
        return _redirect(f"/{request.scope['token']}/{self._language}/")

    def asset(self, request: Request) -> Response:
        """Return a style sheet or script."""
        name = request.path_params["name"]
        text = self._pages.asset(name)
        return _text("", 404) if text is None else _text(text, 200, TYPES[name.rpartition(".")[2]])

    def pulse(self, request: Request) -> Response:
        """Tell a window whether anything has changed, how many windows write, and where the writer is."""
        from starlette.responses import JSONResponse

        if request.scope["role"] == WRITER:
            self._presence.seen(request.query_params.get("window", "")[:64])
        snapshot = self._room.snapshot()
        return JSONResponse({"version": snapshot.version, "writers": self._presence.writers, "at": self._presence.at})

    async def leave(self, request: Request) -> Response:
        """Note that a window was closed."""
        body = await _body(request)
        if request.scope["role"] == WRITER and body is not None:
            self._presence.left(body.decode("utf-8", "replace")[:64])
        return _text("", 204)

    def agenda(self, request: Request) -> Response:
        """Show the agenda."""
        visit = _visit(request)
        if visit is None:
            return _text("", 404)
        if visit.writes:
            self._presence.at = ""
        snapshot = self._room.snapshot()
        return self._page("agenda", visit, snapshot, self._saved(request, snapshot))

    def item(self, request: Request) -> Response:
        """Show an item."""
        visit, item = _visit(request), self._item(request)
        if visit is None or item is None:
            return _text("", 404)
        if visit.writes:
            self._presence.at = item.code
        snapshot = self._room.snapshot()
        scheme = self._room.project.scheme_of(item).data
        form = of_rating(snapshot.agreed(item), self._by, snapshot.base(item), visit.language, scheme)
        return self._item_page(visit, snapshot, item, form, self._saved(request, snapshot))

    async def save(self, request: Request) -> Response:
        """Accept a value and lead on to the next item; else show the form again with what was typed."""
        from starlette.concurrency import run_in_threadpool

        if request.scope["role"] != WRITER:
            return _text("Only the writer may record values. 只有记录人可以填写。", 403)
        visit, item = _visit(request), self._item(request)
        if visit is None or item is None:
            return _text("", 404)
        fields = await _fields(request)
        if fields is None:
            return _text("This is not the item's form. 无法识别的表单。", 400)
        return await run_in_threadpool(self._save, visit, item, fields)

    def _save(self, visit: Visit, item: Item, fields: Mapping[str, str]) -> Response:
        project, snapshot, form = self._room.project, self._room.snapshot(), entered(fields)
        offered = proposals(project, agenda(project, snapshot).of(item))
        known = movers(project, snapshot, item) if snapshot.assessment else None
        try:
            before, people = snapshot.agreed(item), dissenters(project, snapshot)
            made = decision(
                form, item, project.scheme_of(item), before=before, proposals=offered, known=known, people=people
            )
            self._room.accept(made, form.base)
        except InputError as error:
            return self._item_page(visit, snapshot, item, form, {"faults": error.faults}, 422)
        except OSError as error:  # the disk is full, say: what was typed must not be lost as well
            return self._item_page(visit, snapshot, item, form, {"faults": (_refused(error),)}, 503)
        except StaleError:
            snapshot = self._room.snapshot()
            return self._item_page(visit, snapshot, item, form.on(snapshot.base(item)), {"stale": True}, 409)
        self._by = form.by
        following = agenda(project, self._room.snapshot()).next(item)
        path = f"items/{following.code}" if following else ""
        return _redirect(f"{visit.home}/{visit.language}/{path}?saved={quote(item.code)}")

    def _item_page(
        self,
        visit: Visit,
        snapshot: Snapshot,
        item: Item,
        form: Entered,
        values: Mapping[str, Any] | None = None,
        status: int = 200,
    ) -> Response:
        points = agenda(self._room.project, snapshot)
        render = self._pages.narrative(snapshot, visit.language)
        view = item_view(self._room.project, snapshot, points, item, visit.language, render)
        shown = {"view": view, "form": form, **(values or {})}
        return self._page("item", visit, snapshot, shown, status, points)

    def _page(
        self,
        name: str,
        visit: Visit,
        snapshot: Snapshot,
        values: Mapping[str, Any],
        status: int = 200,
        points: Agenda | None = None,
    ) -> Response:
        points = points or agenda(self._room.project, snapshot)
        defaults = {"saved": None, "faults": (), "stale": False, "mended": self._room.mended}
        html = self._pages.render(name, visit, snapshot, {**defaults, "agenda": points, **values})
        return _text(html, status, "text/html")

    def _item(self, request: Request) -> Item | None:
        code = request.path_params["code"]
        return next((one for one in self._room.project.criteria.items if one.code == code), None)

    def _saved(self, request: Request, snapshot: Snapshot) -> dict[str, Any]:
        """Return what was saved just now, if the address says so: as it is on disk."""
        code = request.query_params.get("saved", "")
        item = next((one for one in self._room.project.criteria.items if one.code == code), None)
        rating = snapshot.agreed(item) if item else None
        return {"saved": (item, rating)} if rating else {}


def _visit(request: Request) -> Visit | None:
    """Return who asks for a page; None in a language that is not spoken here."""
    language = request.path_params["language"]
    if language not in LANGUAGES:
        return None
    return Visit(request.scope["role"], f"/{request.scope['token']}", language, request.scope["path"])


def _refused(error: OSError) -> Fault:
    """Return what the system says against saving."""
    en, zh = system_reason(error)
    return Fault(f"the system refused: {en}", f"系统错误：{zh}", str(error.filename or ""))


def _redirect(address: str) -> Response:
    from starlette.responses import RedirectResponse

    return RedirectResponse(address, 303)


def _text(text: str, status: int, kind: str = "text/plain") -> Response:
    from starlette.responses import Response

    return Response(text, status, media_type=kind)


async def _body(request: Request) -> bytes | None:
    """Return what was sent; None when it is too long, or whoever sent it has gone meanwhile."""
    from starlette.requests import ClientDisconnect

    body = b""
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > LONGEST:
                return None
    except ClientDisconnect:
        return None
    return body


async def _fields(request: Request) -> dict[str, str] | None:
    """Return a form's fields; None when it is no form, or too long."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != FORM:
        return None
    body = await _body(request)
    try:
        return (
            None if body is None else dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=500))
        )
    except ValueError:
        return None
