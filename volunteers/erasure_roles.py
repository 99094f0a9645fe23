"""What is erased of a person in their roles: as mediator, and as one of the worthies."""

from __future__ import annotations

from .erasure import Erased, blank_logs, replace_name
from .models import MediationCase, Mediator, MediatorTraining, Worthy, WorthyDeed


def forget_roles(who: Erased) -> None:
    """Certificate numbers go; names go out of every text; rows, dates and results stay."""
    mediators = Mediator.objects.filter(volunteer__in=who.keys)
    keys = list(mediators.values_list("pk", flat=True))
    worthies = list(Worthy.objects.filter(volunteer__in=who.keys).values_list("pk", flat=True))
    mediators.update(certificate_no="")
    Mediator.history.filter(id__in=keys).update(certificate_no="")
    texts = (
        (Mediator, {"id__in": keys}, ("note", "source")),
        (MediatorTraining, {"mediator_id__in": keys}, ("subject",)),
        (MediationCase, {"mediator_id__in": keys}, MediationCase.TEXTS),
        (Worthy, {"id__in": worthies}, ("note", "source")),
        (WorthyDeed, {"worthy_id__in": worthies}, ("text",)),
    )
    for model, condition, columns in texts:
        for name in who.names:
            for column in columns:
                replace_name(model.objects.filter(**condition), column, name)
                replace_name(model.history.filter(**condition), column, name)
    cases = MediationCase.objects.filter(mediator__in=keys).values_list("pk", flat=True)
    deeds = WorthyDeed.objects.filter(worthy__in=worthies).values_list("pk", flat=True)
    for model, rows in (
        (Mediator, keys), (MediationCase, list(cases)), (Worthy, worthies), (WorthyDeed, list(deeds)),
    ):  # fmt: skip
        blank_logs(model, rows, who.names)
