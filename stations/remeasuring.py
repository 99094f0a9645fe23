"""Walks are measured anew in the background: when somebody moved a point, or asked for it on the page.

One run at a time. What changes while it runs is taken up by the same task in another round.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.db import models, transaction
from django.utils import timezone
from django_tasks import task

from communities.models import Estate, Place

from .measuring import Measuring
from .models import CandidateSite, Station
from .walking.asking import network_engine
from .walking.engines import EngineDown

_RUNNING, _WANTED, _STATE = "walks:running", "walks:wanted", "walks:state"
#: A run that says nothing for so long, in seconds, is dead: the next one may begin.
_SILENCE = 120
_KEPT = 24 * 3600
#: Seconds between two notes of progress.
_EVERY = 2
#: What has a point.
WATCHED: tuple[type[models.Model], ...] = (Station, Estate, Place, CandidateSite)


@dataclass(frozen=True)
class State:
    """``done`` of ``total`` homes; ``problem``: why the last run ended early; ``at``: when this was so."""

    running: bool
    done: int
    total: int
    problem: str
    at: str


def state() -> State | None:
    """Of the run under way or the last one within a day."""
    found: State | None = cache.get(_STATE)
    if found is not None and found.running and not cache.get(_RUNNING):
        return State(False, found.done, found.total, "上次计算中断了，请再点一次，会接着算。", found.at)
    return found


def start() -> bool:
    """Begin a run, or have the one under way go round again; False without a street network."""
    if not settings.VALHALLA_URL:
        return False
    begin()
    return True


def begin() -> None:
    """As :func:`start`, for who knows that the worker will have a network."""
    cache.set(_WANTED, True, _KEPT)
    if cache.add(_RUNNING, True, _SILENCE):
        _note(True, 0, 0)
        measure.enqueue()


@task()
def measure() -> None:
    try:
        while cache.get(_WANTED):
            cache.delete(_WANTED)
            _round()
    finally:
        cache.delete(_RUNNING)
    if cache.get(_WANTED):
        # Asked for in the moment between the last look and the end.
        begin()


def _round() -> None:
    told = 0.0

    def progress(done: int, total: int) -> None:
        nonlocal told
        if done == total or time.monotonic() - told > _EVERY:
            told = time.monotonic()
            _note(True, done, total)

    try:
        engine = network_engine()
        if engine is not None:
            Measuring(engine, progress).run()
        found = state()
        _note(False, found.done if found else 0, found.total if found else 0)
    except EngineDown as exc:
        _note(False, 0, 0, f"{exc}已经算好的都保存了。")


def _note(running: bool, done: int, total: int, problem: str = "") -> None:
    at = f"{timezone.localtime():%Y-%m-%d %H:%M}"
    cache.set(_STATE, State(running, done, total, problem, at), _KEPT)
    if running:
        cache.set(_RUNNING, True, _SILENCE)


def _moved(sender: type[models.Model], **kwargs: object) -> None:
    transaction.on_commit(start)


def watch() -> None:
    """What has a point and is saved has its walks measured anew, where there is a network."""
    if not settings.VALHALLA_URL:
        return
    for model in WATCHED:
        models.signals.post_save.connect(_moved, sender=model, dispatch_uid=f"walks of {model.__name__}")
