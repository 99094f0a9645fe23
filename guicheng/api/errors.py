"""One shape for everything that goes wrong: ``{"error": {"code", "message", "field"}}``, in Chinese."""

from __future__ import annotations

import logging
import re
from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from communities.coords import BadPosition

logger = logging.getLogger("django.request")

DOCS = "/api/v1/docs"


class ApiError(Exception):
    """A refusal with its reason. ``status`` is the HTTP status, ``field`` the parameter at fault."""

    def __init__(
        self,
        code: str,
        message: str,
        *,
        status: int = 400,
        field: str | None = None,
        suggestion: dict[str, float] | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status
        self.field = field
        self.suggestion = suggestion

    def response(self) -> HttpResponse:
        error: dict[str, Any] = {"code": self.code, "message": self.message, "field": self.field}
        if self.suggestion:
            error["suggestion"] = self.suggestion
        answer = JsonResponse({"error": error}, status=self.status, json_dumps_params={"ensure_ascii": False})
        answer["Cache-Control"] = "no-store"
        return answer


def unknown_value(field: str, message: str) -> ApiError:
    return ApiError("unknown_value", message, field=field)


def not_found(message: str = f"没有这个地址，可用的地址见 {DOCS}。") -> ApiError:
    return ApiError("not_found", message, status=404)


def method_not_allowed(method: str | None) -> ApiError:
    name = (method or "").upper()[:10]
    return ApiError("method_not_allowed", f"接口只能读取，请用 GET，不要用 {name}。", status=405)


def bad_position(exc: BadPosition, lat: float, lon: float) -> ApiError:
    """``lat``, ``lon`` as they came in; where they seem to have changed places, the offer to swap them."""
    if not exc.swapped:
        return ApiError("invalid_position", str(exc), field="lon" if "经度必须" in str(exc) else "lat")
    return ApiError(
        "swapped_position",
        f"{exc}请改为 lat={lon}&lon={lat}。",
        field="lat",
        suggestion={"lat": lon, "lon": lat},
    )


# What a pattern stands for, by parameter, in words.
_PATTERNS = {
    "community": "community 是社区的 12 位区划代码，见 /api/v1/communities。",
    "code": "社区用 12 位区划代码表示，见 /api/v1/communities。",
    "service": "没有这项服务。service 用代号表示，见 /api/v1/services。",
    "audience": "没有这类服务人群。audience 用代号表示，见 /api/v1/audiences。",
}
_EXAMPLES = {"lat": "23.05", "lon": "113.14", "limit": "10", "offset": "0", "station": "1", "station_id": "1"}


def _message(kind: str, name: str, context: dict[str, Any]) -> str:
    """A Pydantic error → one Chinese sentence that says what to do."""
    example = f"，例如 {_EXAMPLES[name]}" if name in _EXAMPLES else ""
    if kind == "missing":
        if name in {"lat", "lon"}:
            return f"缺少参数 {name}：纬度 lat 和经度 lon 要一起给，例如 lat=23.05&lon=113.14。"
        return f"缺少参数 {name}，请补上。"
    if kind == "string_pattern_mismatch" and name in _PATTERNS:
        return _PATTERNS[name]
    if kind in {"enum", "literal_error"}:
        known = "、".join(re.findall(r"'([^']+)'", str(context.get("expected", ""))))
        return f"{name} 只能是 {known} 之一。"
    if kind == "value_error":
        return str(context.get("error", "")) or f"{name} 的值不能用。"
    bounds = {
        "greater_than_equal": f"{name} 不能小于 {context.get('ge')}。",
        "less_than_equal": f"{name} 不能大于 {context.get('le')}。",
        "string_too_long": f"{name} 太长了，最多 {context.get('max_length')} 个字。",
        "string_too_short": f"{name} 不能为空。",
        "too_long": f"{name} 给得太多了，最多 {context.get('max_length')} 个。",
    }
    if kind in bounds:
        return bounds[kind]
    if kind == "int_parsing_size":
        return f"{name} 的数字太大了。"
    if kind.startswith("int"):
        return f"{name} 必须是整数{example}。"
    if kind.startswith(("float", "finite")):
        return f"{name} 必须是普通的数字{example}。"
    if kind.startswith("bool"):
        return f"{name} 只能是 true 或 false。"
    return f"{name} 的值不能用，写法见 {DOCS}。"


def from_validation(errors: list[dict[str, Any]]) -> ApiError:
    """The first thing that is wrong; a missing parameter goes before a bad one."""
    first = min(errors, key=lambda error: error["type"] != "missing")
    # Before the parameter's name come its source and the route's argument, after it parts of its type.
    name = next((str(part) for part in first["loc"] if part not in {"query", "path"}), "")
    code = "missing_parameter" if first["type"] == "missing" else "invalid_parameter"
    return ApiError(code, _message(first["type"], name, first.get("ctx") or {}), field=name or None)


def from_exception(exc: Exception) -> ApiError:
    """Any exception → the refusal that stands for it; what nobody foresaw is logged and becomes 500."""
    if isinstance(exc, ApiError):
        return exc
    if isinstance(exc, ValidationError):
        return from_validation(exc.errors)
    if isinstance(exc, Http404):
        return not_found()
    if isinstance(exc, HttpError):
        if exc.status_code == 429:
            return ApiError("too_many_requests", "请求太频繁了，请过几分钟再试。", status=429)
        return ApiError("bad_request", "这个请求不能处理。", status=exc.status_code)
    if isinstance(exc, PermissionDenied):
        return ApiError("permission_denied", "没有权限。", status=403)
    if isinstance(exc, SuspiciousOperation):
        return ApiError("bad_request", "这个请求读不懂：参数太多或写法有误。")
    logger.error("Unforeseen error in the API", exc_info=exc)
    return ApiError("server_error", "系统出了点问题，不是您的请求有误。请稍后再试。", status=500)


def install(api: NinjaAPI) -> None:
    """Every exception inside a route answers in the one shape."""

    def handle(request: HttpRequest, exc: Exception) -> HttpResponse:
        return from_exception(exc).response()

    for kind in (Exception, Http404, HttpError, ValidationError):
        api.add_exception_handler(kind, handle)
