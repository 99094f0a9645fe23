"""本页内容对您有帮助吗? One click and one optional line about any public page."""

from __future__ import annotations

from urllib.parse import urlsplit

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from guicheng.web.http import clean_text
from guicheng.web.protect import PublicForm, receive

from .models import PageFeedback


class FeedbackForm(PublicForm):
    helpful = forms.TypedChoiceField(
        label="这一页对您有帮助吗？",
        choices=[("1", "有帮助"), ("0", "没有帮助")],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    comment = forms.CharField(
        label="还想说一句（可以不填）",
        required=False,
        max_length=200,
        help_text="请不要写姓名、电话等个人信息。",
    )


def _own_path(text: str) -> str:
    """The path of a page of this site, without its query (positions and searches are personal)."""
    try:
        path = urlsplit(clean_text(text, 500)).path[:200]
    except ValueError:
        return "/"
    ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if ours else "/"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest) -> HttpResponse:
    path = _own_path(request.GET.get("path", "/"))
    return receive(
        request,
        FeedbackForm,
        group="feedback",
        rate="20/h",
        query={"path": path},
        keep=lambda said: PageFeedback.objects.create(
            path=path, helpful=said["helpful"], comment=said["comment"]
        ),
        page={
            "title": "本页内容对您有帮助吗？",
            "lead": "您的意见只给工作人员看，用来改进网站。",
            "back": path,
            "thanks": "谢谢您的意见！",
        },
    )
