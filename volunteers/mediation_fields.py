"""The list of mediation fields that a new database begins with; staff change it as they like."""

from __future__ import annotations

from .models import MediationField

#: Name, and whether cases of this field are sensitive from the start.
FIELDS = (
    ("邻里", False),
    ("物业", False),
    ("家庭", True),
    ("噪音", False),
    ("高空抛物与漏水", False),
    ("加装电梯", False),
    ("劳资", False),
    ("新市民", False),
    ("其他", False),
)


def load_mediation_fields() -> dict[str, MediationField]:
    """Make the fields that are missing, by name; those there stay as staff left them. All, by name."""
    known = {field.name: field for field in MediationField.objects.all()}
    for order, (name, sensitive) in enumerate(FIELDS, start=1):
        if name not in known:
            known[name] = MediationField.objects.create(name=name, sensitive=sensitive, order=order * 10)
    return known
