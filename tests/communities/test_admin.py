"""Communities, estates, boundaries and the accounts of those who work for them, in the admin."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from communities.models import Boundary, Community, Estate, Membership
from guicheng.accounts.models import Role, User
from tests.factories import make_community, make_estate
from tests.people import logged_in, make_user, street_admin, worker_of
from tests.stations.admin_pages import errors_of, filled_form, send

pytestmark = pytest.mark.django_db
PASSWORD = "qingshui-hewan-2031"


@pytest.fixture
def community() -> Community:
    return make_community("桂雅社区")


def account(user: User, what: str = "change") -> str:
    return reverse(f"admin:accounts_user_{what}", args=[user.pk])


# --- communities and estates ------------------------------------------------------------------------


def test_a_worker_corrects_where_the_community_is(community: Community) -> None:
    page = reverse("admin:communities_community_change", args=[community.pk])
    assert send(worker_of(community), page, point_0="23.03 113.14", phone="12345").status_code == 302
    community.refresh_from_db()
    assert (community.lat, community.lon, community.phone) == (23.03, 113.14, "12345")


def test_a_code_that_is_no_code_is_refused(community: Community) -> None:
    page = reverse("admin:communities_community_change", args=[community.pk])
    assert errors_of(send(street_admin(), page, code="12AB"))["code"] == ["区划代码是 12 位数字。"]


def test_a_worker_adds_an_estate_to_the_only_community(community: Community) -> None:
    page = reverse("admin:communities_estate_add")
    response = send(worker_of(community), page, name="演示花园", households="300", point_0="23.03, 113.14")
    assert response.status_code == 302
    estate = Estate.objects.get()
    assert (estate.community, estate.households, estate.lat) == (community, 300, 23.03)


def test_an_estate_twice_in_a_community_is_refused(community: Community) -> None:
    make_estate("演示花园", community=community)
    page = reverse("admin:communities_estate_add")
    assert "已经有同名的" in str(errors_of(send(worker_of(community), page, name="演示花园")))
    for households in ("-1", "99999999999999999999", "三百"):
        assert errors_of(send(worker_of(community), page, name="新花园", households=households))["households"]


def test_an_estate_with_stations_is_not_deleted(community: Community) -> None:
    from tests.factories import make_station

    estate = make_estate("演示花园", community=community)
    make_station("园内站", community=community, estate=estate)
    page = reverse("admin:communities_estate_delete", args=[estate.pk])
    client = worker_of(community)
    assert "园内站" in client.get(page).content.decode()
    client.post(page, {"post": "yes"})
    assert Estate.objects.filter(pk=estate.pk).exists()


def test_a_boundary_is_the_streets_alone(community: Community) -> None:
    Boundary.objects.create(name="街道边界", geometry={"type": "Polygon", "coordinates": []})
    page = reverse("admin:communities_boundary_changelist")
    assert "街道边界" in street_admin().get(page).content.decode()
    assert worker_of(community).get(page).status_code == 403


# --- accounts ---------------------------------------------------------------------------------------


def test_the_street_makes_an_account_and_gives_it_a_community(community: Community) -> None:
    street = street_admin()
    values = {
        "username": "lisi",
        "name": "李四",
        "role": Role.COMMUNITY_WORKER,
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    response = street.post(reverse("admin:accounts_user_add"), values)
    user = User.objects.get(username="lisi")
    assert response["Location"] == account(user)
    assert user.is_staff and user.must_change_password and not user.is_superuser
    data = {**filled_form(street, account(user)), "memberships-0-community": community.pk}
    assert street.post(account(user), data).status_code == 302
    assert [row.community for row in user.memberships.all()] == [community]
    assert Client().login(username="lisi", password=PASSWORD)


def test_a_worker_without_community_is_pointed_out(community: Community) -> None:
    user = make_user(Role.COMMUNITY_WORKER)
    street = street_admin()
    page = street.post(account(user), filled_form(street, account(user)), follow=True)
    assert "还没有所属社区" in page.content.decode()


def test_the_same_community_twice_is_refused(community: Community) -> None:
    user = make_user(Role.COMMUNITY_WORKER, community)
    values = {"memberships-TOTAL_FORMS": "2", "memberships-1-community": community.pk}
    assert errors_of(send(street_admin(), account(user), **values))
    assert Membership.objects.count() == 1


def test_a_name_that_differs_in_case_only_is_refused() -> None:
    make_user(Role.HEAD)
    User.objects.create(username="Zhang")
    values = {"username": "zhang", "role": Role.HEAD, "password1": PASSWORD, "password2": PASSWORD}
    response = street_admin().post(reverse("admin:accounts_user_add"), values)
    assert errors_of(response)["username"] == ["已经有同名的账号，请换一个用户名。"]


def test_a_weak_password_is_refused() -> None:
    values = {"username": "wang", "role": Role.HEAD, "password1": "12345678901", "password2": "12345678901"}
    assert errors_of(street_admin().post(reverse("admin:accounts_user_add"), values))
    assert not User.objects.filter(username="wang").exists()


@pytest.mark.parametrize("what", ["change", "delete", "history"])
def test_the_street_does_not_reach_a_superuser(what: str) -> None:
    root = make_user(Role.STREET_ADMIN, superuser=True)
    street = street_admin()
    assert root.username not in street.get(reverse("admin:accounts_user_changelist")).content.decode()
    for response in (street.get(account(root, what)), street.post(account(root, what), {"post": "yes"})):
        assert response.status_code in (302, 403)
    password = street.post(
        reverse("admin:auth_user_password_change", args=[root.pk]),
        {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"},
    )
    assert password.status_code in (403, 404)
    street.post(
        reverse("admin:accounts_user_changelist"),
        {"action": "deactivate", "_selected_action": [root.pk], "confirmed": "yes"},
    )
    root.refresh_from_db()
    assert root.is_active and not root.check_password(PASSWORD)


def test_the_street_makes_no_superuser_by_a_field_that_is_not_shown(community: Community) -> None:
    user = make_user(Role.COMMUNITY_WORKER, community)
    values = {"is_superuser": "on", "is_staff": "on", "user_permissions": "1", "groups": "1"}
    assert send(street_admin(), account(user), **values).status_code == 302
    user.refresh_from_db()
    assert not user.is_superuser and not user.user_permissions.exists()


def test_a_superuser_may_make_another() -> None:
    user = make_user(Role.STREET_ADMIN)
    root = logged_in(make_user(Role.HEAD, superuser=True))
    assert send(root, account(user), is_superuser="on").status_code == 302
    user.refresh_from_db()
    assert user.is_superuser


def test_nobody_takes_their_own_rank_or_access_away() -> None:
    user = make_user(Role.STREET_ADMIN)
    send(logged_in(user), account(user), role=Role.HEAD, is_active=None)
    user.refresh_from_db()
    assert user.role == Role.STREET_ADMIN and user.is_active


def test_a_head_cannot_enter_the_admin_any_more_when_the_role_changes() -> None:
    user = make_user(Role.COMMUNITY_WORKER)
    assert send(street_admin(), account(user), role=Role.HEAD).status_code == 302
    user.refresh_from_db()
    assert not user.is_staff


def test_a_used_account_is_deactivated_not_deleted() -> None:
    user = make_user(Role.COMMUNITY_WORKER)
    user.last_login = timezone.now()
    user.save()
    street = street_admin()
    assert street.post(account(user, "delete"), {"post": "yes"}).status_code == 403
    page = reverse("admin:accounts_user_changelist")
    street.post(page, {"action": "delete_selected", "_selected_action": [user.pk], "post": "yes"})
    assert User.objects.filter(pk=user.pk).exists()
    street.post(page, {"action": "deactivate", "_selected_action": [user.pk], "confirmed": "yes"})
    user.refresh_from_db()
    assert not user.is_active


def test_a_password_set_by_another_must_be_changed_by_its_owner() -> None:
    user = make_user(Role.COMMUNITY_WORKER)
    page = reverse("admin:auth_user_password_change", args=[user.pk])
    values = {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"}
    assert street_admin().post(page, values).status_code == 302
    user.refresh_from_db()
    assert user.check_password(PASSWORD) and user.must_change_password


@pytest.mark.parametrize(
    "role", [Role.COMMUNITY_WORKER, Role.SPECIALIST, Role.STREET_LEADER, Role.DEPARTMENT]
)
def test_accounts_are_not_for_others(community: Community, role: Role) -> None:
    client = logged_in(make_user(role, community))
    other = make_user(Role.COMMUNITY_WORKER, community)
    assert client.get(reverse("admin:accounts_user_changelist")).status_code == 403
    assert client.get(reverse("admin:accounts_user_add")).status_code == 403
    assert client.get(account(other)).status_code in (302, 403)


def test_groups_are_not_offered() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("admin:auth_group_changelist")
    assert not Group.objects.exists()
