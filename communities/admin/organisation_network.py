"""The page 三级党建网络: a community's party network as a list, and who stands beside it in each estate."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from guicheng.accounts.admin_input import is_key
from guicheng.accounts.admin_scope import may_add
from guicheng.accounts.scope import visible_to

from ..models import Community, Organisation
from ..network import BESIDE, network
from ..organisations import counts_by_community

#: Organisations on one page.
MOST = 1500
_PAGES = "admin/communities/organisation"


class NetworkPage:
    """Mixed into the admin of organisations."""

    def network_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        communities = list(visible_to(Community, request.user).order_by("code"))
        community = _asked(request, communities)
        rows = visible_to(Organisation, request.user)
        context = {
            "communities": communities,
            "community": community,
            "may_add": may_add(Organisation, request.user),
            "today": timezone.localdate(),
        }
        if community is None:
            parted = counts_by_community(rows)
            kinds = [Organisation.Kind.PARTY_COMMITTEE, Organisation.Kind.PARTY_BRANCH]
            kinds += [Organisation.Kind.PARTY_GROUP, *BESIDE]
            context["labels"] = [str(kind.label) for kind in kinds]
            context["rows"] = [
                (row, [parted[row.pk].of(kind).organisations if row.pk in parted else 0 for kind in kinds])
                for row in communities
            ]
            return self.own_page(
                request, "admin/communities/organisation/networks.html", "三级党建网络", context
            )
        context["network"] = network(rows.filter(community=community), MOST)
        context["labels"] = [str(kind.label) for kind in BESIDE]
        title = f"{community}：三级党建网络"
        return self.own_page(request, f"{_PAGES}/network.html", title, context)


def _asked(request: HttpRequest, communities: list[Community]) -> Community | None:
    """The community of the address, or the only one that the user sees. Raises 404 for one they do not."""
    asked = request.GET.get("community", "")
    if not asked:
        return communities[0] if len(communities) == 1 else None
    found = next((row for row in communities if is_key(asked) and row.pk == int(asked)), None)
    if found is None:
        raise Http404
    return found
