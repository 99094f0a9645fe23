"""What 三同步, 创熟, honours, lessons and documents tell the rest of the house."""

from __future__ import annotations

from guicheng.exchange.kinds import register
from guicheng.pictures.sizes import files_go_with

from .due_rooms import register_dues
from .exchange_three_sync import ThreeSyncKind
from .lists import register_targets
from .models import HonourPicture
from .moments import register_moments


def register_rooms() -> None:
    """Called once at start."""
    register(ThreeSyncKind())
    register_dues()
    register_moments()
    register_targets()
    files_go_with(HonourPicture)
