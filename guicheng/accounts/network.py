"""The address a request came from, as far as our own proxies vouch for it."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_ip(request: HttpRequest) -> str:
    """The client's address: the entry that the outermost trusted proxy appended, else the peer.

    With ``TRUSTED_PROXIES = n`` the n-th entry from the right of X-Forwarded-For was written by our own
    proxy; entries further left are whatever the client sent.
    """
    peer = request.META.get("REMOTE_ADDR") or "127.0.0.1"
    hops = settings.TRUSTED_PROXIES
    if not hops:
        return peer
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if len(forwarded) < hops:
        return peer
    try:
        return str(ip_address(forwarded[-hops]))
    except ValueError:
        return peer
