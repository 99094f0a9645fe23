"""The list of matter kinds that a new database begins with; staff change it as they like."""

from __future__ import annotations

from .models import MatterKind

#: Name, and whether matters of this kind are sensitive from the start.
KINDS = (
    ("民生", False),
    ("环境", False),
    ("安全", False),
    ("邻里纠纷", True),
    ("加装电梯", False),
    ("老旧小区改造", False),
    ("新市民融合", False),
    ("长者关爱", False),
    ("家庭矛盾", True),
    ("物业服务", False),
    ("其他", False),
)


def load_matter_kinds() -> dict[str, MatterKind]:
    """Make the kinds that are missing, by name; those there stay as staff left them. All, by name."""
    known = {kind.name: kind for kind in MatterKind.objects.all()}
    for order, (name, sensitive) in enumerate(KINDS, start=1):
        if name not in known:
            known[name] = MatterKind.objects.create(name=name, sensitive=sensitive, order=order * 10)
    return known


def other_kind() -> MatterKind:
    """其他, for what nobody sorted."""
    return MatterKind.objects.filter(name="其他").first() or load_matter_kinds()["其他"]
