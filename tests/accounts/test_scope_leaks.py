"""Staff of one community find nothing of another one: every address, every role, by enumeration.

A new model, admin or address is walked without anyone remembering; what the walk cannot fill in fails here
with a sentence that says where to add it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import models, transaction
from django.http import HttpRequest
from django.urls import path

from guicheng import urls
from guicheng.accounts.history import has_history
from guicheng.accounts.scope import ScopedQuerySet
from stations.models import Offering, Station
from stations.models.station import StationQuerySet

from .scope_leaks import attacks, walks
from .scope_leaks import town as towns
from .scope_leaks.rows import MAKERS, STREETS_OWN, is_free_text
from .scope_leaks.town import Town, build, needed_models, scoped_models
from .scope_leaks.visits import Visitor, leaks

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
OUR_APPS = {
    "accounts",
    "communities",
    "dashboard",
    "exchange",
    "pages",
    "search",
    "stations",
    "volunteers",
    "casework",
}
#: Models of ours without a scope, and who keeps watch over them instead.
WITHOUT_SCOPE = {
    "accounts.User": "accounts.admin.manageable_by: administrators alone",
    "accounts.SecurityEvent": "accounts.events.readable_by: administrators, and everyone their own lines",
    "accounts.SignIn": "shown to its owner alone",
    "accounts.Authenticator": "a secret of its owner, never shown again",
    "accounts.RecoveryCode": "a secret of its owner, only its hash is kept",
    "communities.Installation": "one row about the whole database",
    "stations.KeptWalks": "read for homes that the user may see, never by themselves",
    "stations.KeptIsochrones": "what is reached from a station that anyone may see",
    "search.SearchEntry": "holds what is public and nothing else",
    "search.SearchLine": "one number about the whole index",
}


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    with django_db_blocker.unblock():
        with transaction.atomic():
            yield build()
            transaction.set_rollback(True)
        towns.forget_high_keys()


def nothing(found: Iterable[str]) -> None:
    """Fail with one line for each thing that was found."""
    lines = list(found)
    assert not lines, f"{len(lines)} found:\n" + "\n".join(lines)


# --- nothing is forgotten ---------------------------------------------------------------------------


def test_every_model_of_ours_has_a_scope_or_a_reason() -> None:
    forgotten = [
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in OUR_APPS
        and not isinstance(model._default_manager.get_queryset(), ScopedQuerySet)
        and not hasattr(model, "instance_type")  # a version: seen as its record is
        and model._meta.label not in WITHOUT_SCOPE
        and not is_copied_link(model)
    ]
    assert forgotten == [], "give them a ScopedQuerySet, or say in WITHOUT_SCOPE who keeps watch over them"


def is_copied_link(model: type[models.Model]) -> bool:
    """What a version of a record pointed at through a many-to-many field."""
    return any(getattr(field.related_model, "instance_type", None) for field in model._meta.fields)


def test_every_app_of_ours_is_looked_at() -> None:
    ours = {
        app.label
        for app in apps.get_app_configs()
        if app.module.__name__.split(".")[0] in ("guicheng", *OUR_APPS)
    }
    assert ours <= OUR_APPS | {"api", "demo"}


def test_every_model_with_a_scope_or_an_admin_has_rows() -> None:
    missing = [model._meta.label for model in needed_models() if model not in MAKERS]
    assert missing == [], "add functions that make a row to tests/accounts/scope_leaks/rows.py"


def test_what_belongs_to_no_community_is_said() -> None:
    unsaid = [
        model._meta.label
        for model in scoped_models()
        if model._default_manager.get_queryset().community_path is None
        and model not in STREETS_OWN
        and model._meta.app_label != "exchange"  # whoever imports sees their own runs, walked like the rest
    ]
    assert unsaid == []


def test_rows_of_the_other_side_hold_secrets(town: Town) -> None:
    for model, rows in town.other.made.items():
        if model not in STREETS_OWN and any(is_free_text(field) for field in model._meta.fields):
            assert towns.SECRET.search(str([vars(row) for row in rows])), model._meta.label
        if has_history(model) and model not in STREETS_OWN:
            assert model.history.filter(id=rows[0].pk).exists(), model._meta.label


# --- who works for another community ----------------------------------------------------------------


@pytest.mark.parametrize("role", ["community_worker", "specialist", "worker_of_none"])
def test_no_address_shows_another_community(town: Town, role: str) -> None:
    walked = role == "community_worker"
    nothing(walks.reads_of(town, role, lists=walked, keep=town.own_pages if walked else None))


@pytest.mark.parametrize("role", ["community_worker", "specialist", "worker_of_none"])
def test_nothing_that_is_sent_reaches_another_community(town: Town, role: str) -> None:
    sent = walks.every_attack if role == "community_worker" else walks.list_attacks
    nothing(walks.writes_of(town, role, sent))


def test_no_answer_counts_another_communitys_rows(town: Town) -> None:
    nothing(
        walks.changed_by_more_elsewhere(town, "community_worker", walks.own_addresses(town), town.own_pages)
    )


def test_no_look_up_guesses_another_communitys_texts(town: Town) -> None:
    nothing(walks.told_by_look_ups(town, "community_worker"))


# --- who only reads, who has no business here -------------------------------------------------------


@pytest.mark.parametrize("role", ["street_leader", "department", "head", "inactive", "anonymous"])
def test_who_may_not_write_writes_nothing(town: Town, role: str) -> None:
    sent = walks.blind_attacks if role in {"street_leader", "department"} else walks.list_attacks
    nothing(walks.any_write_of(town, role, sent))


@pytest.mark.parametrize("role", ["department", "head", "inactive", "anonymous"])
def test_who_does_not_work_inside_finds_nothing_there(town: Town, role: str) -> None:
    nothing(walks.shut_out(town, role, lists=role == "department"))


@pytest.mark.parametrize("role", ["anonymous", "community_worker"])
def test_pages_for_residents_show_what_is_public(town: Town, role: str) -> None:
    nothing(walks.public_leaks(town, role))


# --- the walk would notice --------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["superuser", "street_admin", "street_leader"])
def test_the_street_sees_all_that_is_looked_for(town: Town, role: str) -> None:
    """Each list shows this role what the walk looks for: were it shown to a worker, it would be found."""
    look = Visitor(town, role)
    blind = {
        model._meta.label
        for model in admin.site._registry
        if model not in STREETS_OWN and not leaks(look.get(attacks.list_of(model)))
    }
    assert blind == ({"accounts.User", "accounts.SecurityEvent"} if role == "street_leader" else set())


def test_every_page_answers_an_administrator(town: Town) -> None:
    look = Visitor(town, "superuser")
    paths = [
        page.paths[about] for page in walks.inside(town) for about in ("other", "") if about in page.paths
    ]
    nothing(f"{path}: {error}" for path in paths if (error := look.get(path).error))


#: Actions that find nothing to do in this town.
NOTHING_TO_DO = {
    "unlock": "nobody is locked out",
    "remove_second_factor": "nobody has one",
    "close_sign_up": "the activity is over; its own tests close one that is open",
    "letters": "gives a file",
    "cards": "gives a page",
    "export_xlsx": "gives a file",
}


def test_what_is_sent_works_for_whoever_may(town: Town) -> None:
    """Each action and quick entry does something for the street: a worker is stopped by the scope alone."""
    look = Visitor(town, "superuser")
    worked: dict[tuple[str, str], bool] = {}
    for attack in (*attacks.actions(town), *attacks.quick_entries(town)):
        seen = look.post(attack.path, attack.data, watch=False)
        did = bool(seen.written) or seen.location not in ("", attack.path)
        what = attack.path, attack.data.get("action", "")
        worked[what] = worked.get(what, False) or did
    # What others point at is not deleted, and some kinds are not for deleting at all.
    idle = [f"{path} {name}" for (path, name), did in worked.items() if not did and name != "delete_selected"]
    nothing(line for line in idle if line.split()[1] not in NOTHING_TO_DO)


class Forgetful(admin.ModelAdmin):
    """An admin as Django makes them, of whoever did not think of the scope."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_active

    has_change_permission = has_delete_permission = has_module_permission = has_view_permission


def test_an_admin_that_forgets_the_scope_is_found(
    town: Town, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(admin.site._registry, Offering, Forgetful(Offering, admin.site))
    patterns = [*(entry for entry in urls.urlpatterns if str(entry.pattern) != "admin/")]
    monkeypatch.setitem(sys.modules, "forgetful", module := ModuleType("forgetful"))
    module.urlpatterns = [*patterns, path("admin/", admin.site.urls)]
    settings.ROOT_URLCONF = "forgetful"
    found = "\n".join(walks.reads_of(town, "community_worker", only=Offering))
    key = town.other.of(Offering).pk
    assert "reads 700" in found and "/admin/stations/offering/ (answer 200)" in found
    assert f"can tell /admin/stations/offering/{key}/change/ (200)" in found
    sent = list(walks.writes_of(town, "community_worker", lambda town, look: attacks.actions(town)))
    assert any("changes what is another community's: POST /admin/stations/offering/" in line for line in sent)


def test_a_model_that_forgets_its_scope_is_found(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(StationQuerySet, "visible_to", lambda rows, user: rows.all())
    assert list(walks.reads_of(town, "community_worker", only=Station))


def test_a_form_that_offers_what_is_elsewhere_is_found(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """An activity put at another community's station; the check of the record has to fail too."""
    monkeypatch.setattr("guicheng.accounts.admin_base.choices_for", lambda model, user: model.objects.all())
    monkeypatch.setattr("guicheng.accounts.admin_forms.may_hold", lambda user, record: True)
    sent = walks.writes_of(
        town,
        "community_worker",
        lambda town, look: (one for one in attacks.forms_of(town, look) if "/activity/" in one.path),
    )
    assert any("changes what is another community's" in line for line in sent)


def test_counting_elsewhere_is_found(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stations.due.visible_to", lambda model, user: model.objects.all())
    found = list(walks.changed_by_more_elsewhere(town, "community_worker", ["/admin/", "/admin/log/"], {}))
    assert found == ["community_worker sees at /admin/ that another community has more"]
