"""A point in a form: one box to paste into, the datum beside it, and a map to click on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from guicheng.accounts.admin_forms import ScopedModelForm

from .coords import DATUM_LABELS, BadPosition, Datum
from .models import Community
from .points import check_near, read_position


class CommunityField(forms.ModelChoiceField):
    """A choice of a community by its code (``to_field_name="code"``), for residents' forms."""

    def to_python(self, value: Any) -> Community | None:  # noqa: ANN401
        # A code of digits: PostgreSQL refuses NUL and other oddities in a look-up.
        if value not in self.empty_values and not (str(value).isascii() and str(value).isdecimal()):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class PointWidget(forms.MultiWidget):
    """Text, datum and map. ``orientation`` holds what the map shows around the point (see ``point.js``):
    ``{"centre": [lat, lon], "areas": [[name, lat, lon], …], "marks": [[name, lat, lon], …]}`` in WGS-84."""

    use_fieldset = False

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        self.orientation: dict[str, Any] = {}
        box = forms.TextInput(
            attrs={"class": "vTextField", "placeholder": "23.0361, 113.1500", "autocomplete": "off"}
        )
        super().__init__(
            [box, forms.Select(attrs={"aria-label": "坐标系"}, choices=list(DATUM_LABELS.items()))], attrs
        )

    @property
    def media(self) -> forms.Media:
        return forms.Media(
            css={"all": ["js_lib_leaflet/leaflet.css"]},
            js=["js_lib_leaflet/leaflet.js", "admin-tools/point.js"],
        )

    def decompress(self, value: tuple[float, float] | None) -> list[str]:
        return [f"{value[0]:.6f}, {value[1]:.6f}" if value else "", str(Datum.WGS84)]

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0" if id_ else id_

    def render(
        self,
        name: str,
        value: Any,  # noqa: ANN401
        attrs: dict[str, Any] | None = None,
        renderer: Any = None,  # noqa: ANN401
    ) -> SafeString:
        boxes = super().render(name, value, attrs, renderer)
        # The project's own template: a form renderer looks only into installed apps.
        return render_to_string(
            "admin/point_widget.html",
            {"boxes": boxes, "orientation": self.orientation, "data_id": f"{name}-orientation"},
        )


class PointField(forms.MultiValueField):
    """Cleans to (lat, lon) in degrees WGS-84, or None where nothing was entered."""

    widget = PointWidget

    def __init__(self, **kwargs: Any) -> None:
        fields = (
            forms.CharField(required=False, max_length=2000),
            forms.ChoiceField(
                required=False,
                choices=list(DATUM_LABELS.items()),
                error_messages={"invalid_choice": "坐标系只能从列表里选择。"},
            ),
        )
        kwargs.setdefault("label", "坐标")
        kwargs.setdefault(
            "help_text",
            "可以粘贴“纬度, 经度”，也可以粘贴高德、百度、腾讯地图的链接，或者直接在图上点一下。"
            "从哪种地图抄来的坐标，右边就选哪一种，选错会偏几百米。",
        )
        super().__init__(fields, require_all_fields=False, required=False, **kwargs)

    def compress(self, data_list: list[str]) -> tuple[float, float] | None:
        if not data_list or not data_list[0]:
            return None
        try:
            lat, lon = read_position(data_list[0], data_list[1] or Datum.WGS84)
            check_near(lat, lon)
        except BadPosition as exc:
            raise ValidationError(str(exc)) from exc
        return lat, lon


class PointForm(ScopedModelForm):
    """A form of a record with ``lat`` and ``lon``, entered as one ``point``."""

    point = PointField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.has_point:
            shown = self.fields["point"].widget.decompress((self.instance.lat, self.instance.lon))
            self.initial.setdefault("point", shown)

    def fill_in(self) -> None:
        super().fill_in()
        # An untouched box shows six decimals: writing them back would move the point.
        if "point" in self.changed_data and "point" in self.cleaned_data:
            self.instance.lat, self.instance.lon = self.cleaned_data["point"] or (None, None)
