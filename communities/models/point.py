"""What models of the whole house share: a point, and how a telephone is written."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models

phone_validator = RegexValidator(
    r"^(1\d{10}|0\d{2,3}-?\d{7,8}(-\d{1,6})?|400-?\d{3}-?\d{4}|\d{5,8})$",
    "电话请写成 0757-86123456、13812345678 或 12345 的样子。",
)


class WithPoint(models.Model):
    """A point in degrees WGS-84: both or neither."""

    lat = models.FloatField(
        "纬度", null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    lon = models.FloatField(
        "经度", null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_point_whole",
                condition=models.Q(lat__isnull=True, lon__isnull=True)
                | models.Q(lat__gte=-90, lat__lte=90, lon__gte=-180, lon__lte=180),
                violation_error_message="纬度和经度要么都填，要么都不填，并且要在范围之内。",
            )
        ]

    @property
    def has_point(self) -> bool:
        return self.lat is not None and self.lon is not None
