"""News on their way out (Atom, RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed

from .http import absolute


@dataclass(frozen=True)
class News:
    """One entry. ``path`` within this site; ``key`` is unique within the feed and stays the same."""

    title: str
    text: str
    path: str
    key: str
    at: datetime


class _Feed(Atom1Feed):
    def latest_post_date(self) -> datetime:
        """Of an empty feed always the same: a body that changes by itself is never kept by a cache."""
        return super().latest_post_date() if self.items else datetime(2000, 1, 1, tzinfo=UTC)


def news_response(
    request: HttpRequest, title: str, subtitle: str, page: str, items: Iterable[News]
) -> HttpResponse:
    """A feed under the request's own address; ``page`` is the path of the page that it belongs to."""
    here = absolute(request, request.get_full_path())
    feed = _Feed(title=title, link=absolute(request, page), description="", subtitle=subtitle, feed_url=here)
    for item in items:
        feed.add_item(
            title=item.title,
            link=absolute(request, item.path),
            description=item.text,
            unique_id=f"{here}#{item.key}",
            updateddate=item.at,
        )
    response = HttpResponse(content_type=feed.content_type)
    feed.write(response, "utf-8")
    return response
