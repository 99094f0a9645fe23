"""Operations put together make the same tables as one after the other."""

from __future__ import annotations

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from guicheng.web.migrating import Together

pytestmark = pytest.mark.django_db(transaction=True)


def _tables() -> list[migrations.CreateModel]:
    yard = models.ForeignKey("communities.yard", on_delete=models.CASCADE)
    return [
        migrations.CreateModel(
            "Yard", [("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(max_length=9))]
        ),
        migrations.CreateModel("Tree", [("id", models.BigAutoField(primary_key=True)), ("yard", yard)]),
    ]


def _columns(names: list[str]) -> dict[str, set[str]]:
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        return {
            name: {column.name for column in connection.introspection.get_table_description(cursor, name)}
            for name in names
            if name in there
        }


def test_tables_come_and_go_together() -> None:
    operation = Together(_tables())
    before, after = ProjectState(), ProjectState()
    assert before.apps and after.apps  # worked out, as in the middle of a migration
    operation.state_forwards("communities", after)
    names = ["communities_yard", "communities_tree"]
    with connection.schema_editor() as editor:
        operation.database_forwards("communities", editor, before, after)
    made = {"communities_yard": {"id", "name"}, "communities_tree": {"id", "yard_id"}}
    assert _columns(names) == made
    with connection.schema_editor() as editor:
        operation.database_backwards("communities", editor, after, before)
    assert _columns(names) == {}


def test_it_says_what_it_does_and_can_be_undone() -> None:
    operation = Together(_tables())
    assert operation.reversible and "Yard" in operation.describe() and "Tree" in operation.describe()
    assert not Together([migrations.RunPython(lambda apps, editor: None)]).reversible
    assert operation.deconstruct()[0] == "Together"
