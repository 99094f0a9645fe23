"""``/my/evaluation/``: a head's own published results, and one sentence to each of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from guicheng.web.errors import too_many
from guicheng.web.http import clean_text
from guicheng.web.protect import flooded
from volunteers.evaluation_review import say
from volunteers.models import HeadResult

from ..my_door import Head
from .my import for_heads

#: So many periods stand on the page.
SHOWN = 8


class CommentForm(forms.Form):
    text = forms.CharField(
        label="我想说的",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        help_text="社区会看到。每次评价说一次，发出以后不能改。",
        error_messages={"required": "请写一句话。", "max_length": "最多 500 个字。"},
    )

    def clean_text(self) -> str:
        text = clean_text(self.cleaned_data["text"].replace("\n", " "), 500)
        if not text:
            raise forms.ValidationError("请写一句话。")
        return text


@for_heads
def evaluation(request: HttpRequest, head: Head) -> HttpResponse:
    rows = HeadResult.objects.of_person(head.person.pk).order_by("-evaluation__first", "pk")
    rows = rows.select_related("evaluation", "appointment__place__estate").defer("evidence")
    form, about = CommentForm(), None
    if request.method == "POST":
        if flooded(request, "my-evaluation", "30/h"):
            return too_many(request)
        about = _asked(request, rows.published())
        form = CommentForm(request.POST)
        if form.is_valid():
            said = say(about, form.cleaned_data["text"])
            return redirect(f"/my/evaluation/?said={'1' if said else 'already'}")
    context: dict[str, Any] = {
        "head": head,
        "results": list(rows.published()[:SHOWN]),
        "withdrawn": list(rows.waiting().filter(withdrawn_on__isnull=False)[:SHOWN]),
        "form": form,
        "about": about,
        "said": request.GET.get("said", ""),
    }
    return render(request, "casework/my/evaluation.html", context, status=400 if form.errors else 200)


def _asked(request: HttpRequest, rows: Any) -> HeadResult:  # noqa: ANN401
    key = request.POST.get("result", "")
    result = rows.filter(pk=key).first() if key.isdecimal() and len(key) <= 18 else None
    if result is None:
        raise Http404
    return result
