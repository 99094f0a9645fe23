"""The page of documents: written from the same OpenAPI that programs read, in Chinese, without a script.

A small script of our own shows an answer in the page; without it a form opens the answer itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase

from communities.models import Community
from stations.models import Station

_TYPES = {
    "integer": "整数",
    "number": "小数",
    "boolean": "true 或 false",
    "string": "文字",
    "array": "列表",
    "object": "对象",
    "null": "null",
}
_FORMATS = {"date": "日期", "date-time": "时间"}

ERROR_CODES = (
    ("missing_parameter", 400, "少了必须给的参数。"),
    ("invalid_parameter", 400, "参数的写法或范围不对。"),
    ("unknown_value", 400, "没有这个社区、站点、服务事项或服务人群。"),
    ("invalid_position", 400, "纬度或经度超出范围。"),
    ("swapped_position", 400, "纬度和经度好像填反了，suggestion 是对调后的写法。"),
    ("bad_request", 400, "请求读不懂，例如参数太多。"),
    ("not_found", 404, "没有这个地址或这条记录。"),
    ("method_not_allowed", 405, "只能用 GET。"),
    ("too_many_requests", 429, "请求太频繁。"),
    ("server_error", 500, "系统出了问题。"),
)


@dataclass(frozen=True)
class Parameter:
    name: str
    kind: str
    required: bool
    default: str
    text: SafeString
    example: str
    choices: tuple[str, ...]
    in_path: bool


@dataclass(frozen=True)
class Field:
    name: str
    kind: str
    text: SafeString


@dataclass(frozen=True)
class Endpoint:
    key: str
    path: str
    title: str
    text: SafeString
    parameters: list[Parameter]
    fields: list[Field]
    example: str

    @property
    def has_path_parameters(self) -> bool:
        return any(parameter.in_path for parameter in self.parameters)


def _rich(text: str) -> SafeString:
    """`code` in backticks becomes an element, everything else is escaped."""
    parts = re.split(r"`([^`]+)`", text)
    pieces = (
        (format_html("<code>{}</code>", part) if place % 2 else part,) for place, part in enumerate(parts)
    )
    return format_html_join("", "{}", pieces)


def _paragraphs(text: str) -> SafeString:
    return format_html_join("", "<p>{}</p>", ((_rich(part.strip()),) for part in text.split("\n\n")))


def _resolved(schema: dict[str, Any], components: dict[str, Any]) -> dict[str, Any]:
    """A schema with its one reference, if it has one, put in its place."""
    for reference in [schema, *schema.get("allOf", [])]:
        if "$ref" in reference:
            named = components[reference["$ref"].rsplit("/", 1)[-1]]
            return {**named, **{k: v for k, v in schema.items() if k not in {"$ref", "allOf"}}}
    if len(schema.get("allOf", [])) == 1:
        return {**schema["allOf"][0], **schema}
    return schema


def _kind(schema: dict[str, Any], components: dict[str, Any]) -> str:
    schema = _resolved(schema, components)
    if "anyOf" in schema:
        return " 或 ".join(_kind(part, components) for part in schema["anyOf"])
    return _FORMATS.get(schema.get("format", ""), _TYPES.get(schema.get("type", ""), ""))


def _fields(schema: dict[str, Any], components: dict[str, Any], prefix: str = "") -> list[Field]:
    """All fields of an answer, those of its parts after their parent: ``items[].name``."""
    rows: list[Field] = []
    for name, raw in _resolved(schema, components).get("properties", {}).items():
        part = _resolved(raw, components)
        rows.append(Field(prefix + name, _kind(raw, components), _rich(part.get("description", ""))))
        inner = part.get("items", {}) if part.get("type") == "array" else part
        mark = "[]." if part.get("type") == "array" else "."
        rows += _fields(inner, components, f"{prefix}{name}{mark}")
    return rows


def _parameter(raw: dict[str, Any], examples: dict[str, str]) -> Parameter:
    schema = _resolved(raw["schema"], {})
    default = schema.get("default")
    inner = _resolved(schema.get("items", schema), {})
    choices = ("true",) if schema.get("type") == "boolean" else tuple(inner.get("enum", ()))
    kind = _kind(schema, {})
    if schema.get("type") == "array":
        kind = f"{_kind(inner, {})}，可以写几次"
    elif "enum" in inner:
        kind = "选一个"
    return Parameter(
        name=raw["name"],
        kind=kind,
        required=raw["required"],
        default="" if default in (None, [], False) else str(default),
        text=_rich(raw.get("description", "")),
        example=examples.get(raw["name"], str(raw.get("example", ""))),
        choices=choices,
        in_path=raw["in"] == "path",
    )


def _endpoint(
    path: str, operation: dict[str, Any], components: dict[str, Any], examples: dict[str, str]
) -> Endpoint:
    parameters = [_parameter(raw, examples) for raw in operation["parameters"]]
    parameters.sort(key=lambda parameter: not parameter.required)
    example = path
    for parameter in parameters:
        example = example.replace(f"{{{parameter.name}}}", parameter.example)
    query = urlencode([(p.name, p.example) for p in parameters if p.required and not p.in_path])
    answer = next(iter(operation["responses"][200]["content"].values()))["schema"]
    return Endpoint(
        key=operation["operationId"],
        path=path,
        title=operation["summary"],
        text=_paragraphs(operation.get("description", "")),
        parameters=parameters,
        fields=_fields(answer, components),
        example=f"{example}?{query}" if query else example,
    )


class DocsPage(DocsBase):
    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        schema = api.get_openapi_schema(path_params=kwargs)
        components = schema["components"]["schemas"]
        # Examples that work on this very database.
        station = Station.objects.public().order_by("pk").values_list("pk", flat=True).first()
        code = Community.objects.public().order_by("code").values_list("code", flat=True).first()
        examples = {"station_id": str(station or 1), "code": code or "440605011001"}
        answer = render(
            request,
            "api/docs.html",
            {
                "title": api.title,
                "version": api.version,
                "endpoints": [
                    _endpoint(path, methods["get"], components, examples)
                    for path, methods in schema["paths"].items()
                ],
                "error_codes": ERROR_CODES,
                "openapi_url": self.get_openapi_url(api, kwargs),
            },
        )
        patch_vary_headers(answer, ["Cookie"])
        return answer
