"""Whose address counts: nothing that a visitor writes into a header may change it."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from guicheng.accounts.network import client_ip

PEER = "10.0.0.1"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        # Nobody stands in front: the header is the visitor's own invention.
        (0, None, PEER),
        (0, "1.2.3.4", PEER),
        (0, "1.2.3.4, 5.6.7.8", PEER),
        # One proxy: it wrote the last entry, whatever stands before it.
        (1, "5.6.7.8", "5.6.7.8"),
        (1, "1.2.3.4, 5.6.7.8", "5.6.7.8"),
        (1, "garbage, <script>, 5.6.7.8", "5.6.7.8"),
        (1, " 5.6.7.8 ", "5.6.7.8"),
        (1, "2001:db8::1", "2001:db8::1"),
        (1, "2001:DB8:0:0::1", "2001:db8::1"),
        # Two proxies: the outer one wrote the last but one.
        (2, "5.6.7.8, 192.168.0.9", "5.6.7.8"),
        (2, "1.2.3.4, 5.6.7.8, 192.168.0.9", "5.6.7.8"),
        # Fewer entries than proxies, or nonsense where ours should stand: it came around the proxies.
        (2, "5.6.7.8", PEER),
        (1, None, PEER),
        (1, "", PEER),
        (1, "unknown", PEER),
        (1, "1.2.3.4, ", PEER),
        (1, "1.2.3.4:80", PEER),
        (1, "999.1.1.1", PEER),
        (2, ",,,,", PEER),
    ],
)
def test_the_address_is_the_one_that_our_outermost_proxy_saw(
    proxies: int, forwarded: str | None, expected: str, rf: RequestFactory, settings: Settings
):
    settings.TRUSTED_PROXIES = proxies
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    assert client_ip(rf.get("/", headers=headers, REMOTE_ADDR=PEER)) == expected


def test_behind_a_socket_without_an_address_there_still_is_one(rf: RequestFactory, settings: Settings):
    settings.TRUSTED_PROXIES = 0
    assert client_ip(rf.get("/", REMOTE_ADDR="")) == "127.0.0.1"
