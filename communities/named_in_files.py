"""Which community a cell means. Exactly or not at all: what is only like a name is suggested, never taken."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rapidfuzz import fuzz, process

from guicheng.accounts.models import User
from guicheng.accounts.scope import editable_by
from guicheng.exchange.cells import BadCell
from guicheng.search.text import core_of, normalise

from .models import Community

NOT_YOURS = "您不能登记这个社区的内容，请交给这个社区或街道管理员导入。"
_REMARK = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
_BODIES = re.compile(
    r"(?<=社区)(?:党委|党总支|党支部|党群服务中心|党群服务站|居民委员会|居委会|居委|村委会|工作站|服务站)+$"
)
#: What a title or a sheet's name says besides a community.
_ABOUT = re.compile(
    r"(?:各|的|楼栋长|楼长|巷长|街长|三长|花名册|名册|名单|台账|通讯录|一览表|登记表|统计表|汇总表|信息表|信息|人员|情况|表"
    r"|[、,，和及\s-]|\.(?:xlsx|xls|csv))+$"
)
_APPENDIX = re.compile(r"^\s*(?:附件|附表|附)\s*[\d一二三四五六七八九十]{0,3}\s*[-—:：.、\s]*")


class CommunityFinder:
    """All communities by the forms that offices write; made once for many rows."""

    def __init__(self, user: User) -> None:
        self.all = {community.pk: community for community in Community.objects.all()}
        self._own = set(editable_by(Community, user).values_list("pk", flat=True))
        self._by_core = {core_of(normalise(row.name)): row for row in self.all.values()}
        self._by_code = {row.code: row for row in self.all.values()}
        self._asked: dict[str, Community | BadCell] = {}

    def find(self, written: str) -> Community:
        """The community that ``written`` names and the user may write to. Raises :class:`BadCell`."""
        if written not in self._asked:
            self._asked[written] = self._find(written)
        found = self._asked[written]
        if isinstance(found, BadCell):
            raise found
        return found

    def _find(self, written: str) -> Community | BadCell:
        community = self._exactly(written) or self._exactly(self._bare(written))
        core = core_of(normalise(written))
        if community is None:
            near = self.like(core)
            hint = f"是不是“{'”或“'.join(near)}”？" if near else "请写社区的正式名称。"
            return BadCell("unknown_community", "没有这个社区。", hint)
        return community if community.pk in self._own else BadCell("not_yours", NOT_YOURS)

    def _exactly(self, written: str) -> Community | None:
        normal = normalise(written)
        return self._by_core.get(core_of(normal)) or self._by_core.get(normal) or self._by_code.get(normal)

    def _bare(self, written: str) -> str:
        """Without a number in front, a remark in brackets, and the bodies of a community behind its name."""
        text = re.sub(
            r"^[(（]?(?:\d{1,2}[)）.、．\s]*|[一二三四五六七八九十]{1,3}[)）.、．\s]+)", "", written.strip()
        )
        for remark in _REMARK.findall(text):
            if self._exactly(remark[1:-1]) is None:
                text = text.replace(remark, "")
        return _BODIES.sub("", text.strip())

    def like(self, core: str) -> list[str]:
        """Up to three official names that ``core`` is like, the likest first."""
        core = core_of(re.sub(r"[a-z]+", "", core)) or core
        inside = [row.name for name, row in self._by_core.items() if len(name) > 1 and name in core]
        near = process.extract(core, list(self._by_core), scorer=fuzz.ratio, limit=3, score_cutoff=45)
        return list(dict.fromkeys([*inside, *(self._by_core[name].name for name, _, _ in near)]))[:3]

    def find_around(self, texts: Iterable[str]) -> Community:
        """The one community that the first telling text names, such as a sheet's name or a title.

        Raises :class:`BadCell` where none of them names one, or one names several.
        """
        for text in texts:
            exact = self._exactly(text) or self._exactly(_ABOUT.sub("", self._bare(_APPENDIX.sub("", text))))
            named = {exact.pk} if exact else self._contained(normalise(text))
            if len(named) == 1:
                community = self.all[named.pop()]
                if community.pk not in self._own:
                    raise BadCell("not_yours", NOT_YOURS)
                return community
        if len(self._own) == 1:
            return self.all[next(iter(self._own))]
        raise BadCell("unknown_community", "没有写是哪个社区。", "请加一列“社区”，或者用社区名称命名工作表。")

    def _contained(self, normal: str) -> set[int]:
        """Communities whose name with 社区 stands in the text, shorter names inside longer ones left out."""
        names = {name: row.pk for name, row in self._by_core.items() if f"{name}社区" in normal}
        return {
            pk for name, pk in names.items() if not any(name != other and name in other for other in names)
        }
