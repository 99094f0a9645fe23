"""Filters of the list of accounts: how they log in."""

from __future__ import annotations

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from . import lockout
from .models import User


def words_of_door(user: User) -> list[str]:
    """What the list says of how ``user``, annotated by the list's queryset, logs in."""
    words = []
    if lockout.is_locked(user):
        words.append("已锁定")
    if user.last_login is None:
        words.append("从未登录")
    if user.has_second_factor:
        words.append("动态验证码")
    return words


class DoorFilter(admin.SimpleListFilter):
    title = "登录情况"
    parameter_name = "door"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("never", "从未登录"), ("locked", "已锁定")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[User]) -> models.QuerySet[User]:
        if self.value() == "never":
            return queryset.filter(last_login=None)
        if self.value() == "locked":
            return queryset.filter(lockout.is_locked_somewhere())
        return queryset


class SecondFactorFilter(admin.SimpleListFilter):
    title = "动态验证码"
    parameter_name = "second_factor"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("on", "已开启"), ("off", "没有开启")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[User]) -> models.QuerySet[User]:
        if self.value() in {"on", "off"}:
            return queryset.filter(has_second_factor=self.value() == "on")
        return queryset
