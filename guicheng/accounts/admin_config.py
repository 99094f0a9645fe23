"""The admin as an app of this house: Django's own, with a site that draws its list of lists cheaply."""

from __future__ import annotations

from django.contrib.admin.apps import AdminConfig


class HouseAdminConfig(AdminConfig):
    default_site = "guicheng.accounts.admin_site.HouseAdminSite"
