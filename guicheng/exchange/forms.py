"""What one uploads, and how one corrects which column is which."""

from __future__ import annotations

from typing import Any

from django import forms

from .kinds import Kind
from .reading import MAX_BYTES, SUFFIXES


class UploadForm(forms.Form):
    file = forms.FileField(
        label="文件",
        help_text=f"{'、'.join(SUFFIXES)}，最大 50 MB。表头上面有标题、社区合并单元格、合计行都没有关系。",
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
        error_messages={
            "required": "请先选择文件。",
            "empty": "这个文件是空的，请重新保存后再上传。",
            "missing": "请先选择文件。",
            "max_length": "文件名太长，请改短一些。",
        },
    )

    def clean_file(self) -> Any:  # noqa: ANN401
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError("文件超过 50 MB，请分成几个文件。")
        return file


class LayoutForm(forms.Form):
    """For each sheet: is it read, and what does each of its columns hold?"""

    def __init__(self, layout: list[dict[str, Any]], kind: Kind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.layout, self.kind = layout, kind
        #: Sheet → index of a column → what stands in its first rows.
        self.samples: dict[str, dict[str, list[str]]] = {}
        choices = [("", "（不导入）"), *((column.key, column.label) for column in kind.columns)]
        for place, sheet in enumerate(layout):
            self.fields[f"use-{place}"] = forms.BooleanField(
                label=sheet["name"] or "表格", required=False, initial=sheet["use"]
            )
            if self._leader(place) != place:
                continue
            for index, label in sheet["headers"].items():
                self.fields[f"column-{place}-{index}"] = forms.ChoiceField(
                    label=label, choices=choices, required=False, initial=sheet["mapping"].get(index, "")
                )

    def _leader(self, place: int) -> int:
        """The first sheet with these very columns: forty-five communities are corrected in one place."""
        headers, mapping = self.layout[place]["headers"], self.layout[place]["mapping"]
        return next(
            number
            for number, sheet in enumerate(self.layout)
            if sheet["headers"] == headers and sheet["mapping"] == mapping
        )

    def sheets(self) -> list[dict[str, Any]]:
        """For the page: each sheet with its box and its columns."""
        return [
            {
                "sheet": sheet,
                "use": self[f"use-{place}"],
                "columns": [
                    {
                        "field": self[f"column-{place}-{index}"],
                        "samples": self.samples.get(sheet["name"], {}).get(index, []),
                    }
                    for index in sheet["headers"]
                    if lead == place
                ],
                "like": self.layout[lead]["name"] if lead != place and sheet["headers"] else "",
            }
            for place, sheet in enumerate(self.layout)
            for lead in [self._leader(place)]
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        used = [place for place in range(len(self.layout)) if data.get(f"use-{place}")]
        if not used:
            raise forms.ValidationError("至少要选一张工作表。")
        for place in used:
            self._check_sheet(place, data)
        return data

    def _check_sheet(self, place: int, data: dict[str, Any]) -> None:
        sheet = self.layout[place]
        lead = self._leader(place)
        chosen = [key for index in sheet["headers"] if (key := data.get(f"column-{lead}-{index}"))]
        name = f"“{sheet['name']}”" if sheet["name"] else "表格"
        twice = {key for key in chosen if chosen.count(key) > 1}
        if twice:
            labels = "、".join(self.kind.label_of(key) for key in sorted(twice))
            self.add_error(None, f"{name}里有两列都选了“{labels}”，请只留一列。")
        missing = [
            column.label for column in self.kind.columns if column.required and column.key not in chosen
        ]
        if missing:
            self.add_error(None, f"{name}里还没有指定哪一列是“{'、'.join(missing)}”。")

    def corrected(self) -> tuple[list[dict[str, Any]], dict[str, str]]:
        """The layout as chosen, and the headers whose meaning was changed: header → column key."""
        layout, changed = [], {}
        for place, sheet in enumerate(self.layout):
            mapping, lead = {}, self._leader(place)
            for index, label in sheet["headers"].items():
                key = self.cleaned_data.get(f"column-{lead}-{index}") or ""
                if key:
                    mapping[index] = key
                if key != sheet["mapping"].get(index, ""):
                    changed[label] = key
            layout.append({**sheet, "mapping": mapping, "use": self.cleaned_data[f"use-{place}"]})
        return layout, changed
