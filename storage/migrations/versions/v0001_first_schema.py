"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)

TABLES = (
    "audit",
    "audit_seals",
    "demo",
    "inbox_oddities",
    "invite_tries",
    "jobs",
    "poll_offsets",
    "rates",
    "units",
    "household_groups",
    "households",
    "people",
    "policies",
    "unit_history",
    "addresses",
    "assignments",
    "book_numbers",
    "drafts",
    "files",
    "household_group_places",
    "invites",
    "roles",
    "sealed_periods",
    "visits",
    "announcements",
    "concerns",
    "household_changes",
    "imports",
    "inbox",
    "outbox",
    "promises",
    "visit_help",
    "concern_households",
    "concern_moves",
    "household_states",
    "passed_on",
    "receipts",
)


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("thing", sa.Text(), nullable=False),
        sa.Column("thing_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_table(
        "audit_seals",
        sa.Column("audit_id", ID, autoincrement=False, nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("audit_id", name=op.f("pk_audit_seals")),
    )
    op.create_table(
        "demo",
        sa.Column("id", ID, nullable=False),
        sa.Column("seed", ID, nullable=False),
        sa.Column("clock", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demo")),
    )
    op.create_table(
        "inbox_oddities",
        sa.Column("id", ID, nullable=False),
        sa.Column("surface", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox_oddities")),
    )
    op.create_index(
        op.f("ix_inbox_oddities_received_at"), "inbox_oddities", ["received_at"], unique=False
    )
    op.create_table(
        "invite_tries",
        sa.Column("id", ID, nullable=False),
        sa.Column("surface", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("tried_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invite_tries")),
    )
    op.create_index(
        op.f("ix_invite_tries_surface_account_external_id_tried_at"),
        "invite_tries",
        ["surface", "account", "external_id", "tried_at"],
        unique=False,
    )
    op.create_index(op.f("ix_invite_tries_tried_at"), "invite_tries", ["tried_at"], unique=False)
    op.create_table(
        "jobs",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("planned_for", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_jobs")),
    )
    op.create_table(
        "poll_offsets",
        sa.Column("surface", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("offset", ID, nullable=False),
        sa.PrimaryKeyConstraint("surface", "account", name=op.f("pk_poll_offsets")),
    )
    op.create_table(
        "rates",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("free_at", sa.Double(), nullable=False),
        sa.Column("step", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_rates")),
    )
    op.create_table(
        "units",
        sa.Column("id", ID, nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent_id", ID, nullable=True),
        sa.Column("commune_id", ID, nullable=True),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("meeting_days", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["commune_id"], ["units.id"], name=op.f("fk_units_commune_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["units.id"], name=op.f("fk_units_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
        sa.UniqueConstraint(
            "commune_id", "level", "code", name=op.f("uq_units_commune_id_level_code")
        ),
    )
    op.create_index(op.f("ix_units_parent_id"), "units", ["parent_id"], unique=False)
    op.create_index(
        "uq_units_commune_code",
        "units",
        ["code"],
        unique=True,
        sqlite_where=sa.text("level = 'COMMUNE'"),
        postgresql_where=sa.text("level = 'COMMUNE'"),
    )
    op.create_table(
        "household_groups",
        sa.Column("id", ID, nullable=False),
        sa.Column("cell_id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cell_id"], ["units.id"], name=op.f("fk_household_groups_cell_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_groups")),
    )
    op.create_index(
        op.f("ix_household_groups_cell_id"), "household_groups", ["cell_id"], unique=False
    )
    op.create_table(
        "households",
        sa.Column("id", ID, nullable=False),
        sa.Column("commune_id", ID, nullable=False),
        sa.Column("cell_id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.Column("alias", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("landmark", sa.Text(), nullable=False),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("consent", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["cell_id"], ["units.id"], name=op.f("fk_households_cell_id")),
        sa.ForeignKeyConstraint(
            ["commune_id"], ["units.id"], name=op.f("fk_households_commune_id")
        ),
        sa.ForeignKeyConstraint(["group_id"], ["units.id"], name=op.f("fk_households_group_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_households")),
        sa.UniqueConstraint("commune_id", "code", name=op.f("uq_households_commune_id_code")),
    )
    op.create_index(op.f("ix_households_cell_id"), "households", ["cell_id"], unique=False)
    op.create_table(
        "people",
        sa.Column("id", ID, nullable=False),
        sa.Column("commune_id", ID, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("cell_id", ID, nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("phone_index", sa.Text(), nullable=False),
        sa.Column("consent", sa.Text(), nullable=False),
        sa.Column("consent_at", MOMENT, nullable=True),
        sa.Column("consent_version", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["cell_id"], ["units.id"], name=op.f("fk_people_cell_id")),
        sa.ForeignKeyConstraint(["commune_id"], ["units.id"], name=op.f("fk_people_commune_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("commune_id", "code", name=op.f("uq_people_commune_id_code")),
    )
    op.create_index(op.f("ix_people_cell_id"), "people", ["cell_id"], unique=False)
    op.create_index(op.f("ix_people_phone_index"), "people", ["phone_index"], unique=False)
    op.create_table(
        "policies",
        sa.Column("unit_id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_policies_unit_id")),
        sa.PrimaryKeyConstraint("unit_id", "name", name=op.f("pk_policies")),
    )
    op.create_table(
        "unit_history",
        sa.Column("id", ID, nullable=False),
        sa.Column("unit_id", ID, nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("other_unit_id", ID, nullable=True),
        sa.Column("name_before", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["other_unit_id"], ["units.id"], name=op.f("fk_unit_history_other_unit_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_unit_history_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_history")),
    )
    op.create_index(op.f("ix_unit_history_unit_id"), "unit_history", ["unit_id"], unique=False)
    op.create_table(
        "addresses",
        sa.Column("id", ID, nullable=False),
        sa.Column("surface", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("linked_at", MOMENT, nullable=True),
        sa.Column("last_heard_at", MOMENT, nullable=True),
        sa.Column("gone_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_addresses_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addresses")),
        sa.UniqueConstraint(
            "surface",
            "account",
            "external_id",
            name=op.f("uq_addresses_surface_account_external_id"),
        ),
    )
    op.create_index(op.f("ix_addresses_person_id"), "addresses", ["person_id"], unique=False)
    op.create_table(
        "assignments",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("household_id", ID, nullable=True),
        sa.Column("group_id", ID, nullable=True),
        sa.Column("unit_id", ID, nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("ended_because", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(CASE WHEN household_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN group_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN unit_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_assignments_one_target"),
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["household_groups.id"], name=op.f("fk_assignments_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_assignments_household_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_assignments_person_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_assignments_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
    )
    op.create_index(
        op.f("ix_assignments_household_id_until"),
        "assignments",
        ["household_id", "until"],
        unique=False,
    )
    op.create_index(
        op.f("ix_assignments_person_id_until"), "assignments", ["person_id", "until"], unique=False
    )
    op.create_index(
        "uq_assignments_main",
        "assignments",
        ["household_id"],
        unique=True,
        sqlite_where=sa.text("until IS NULL AND kind = 'MAIN'"),
        postgresql_where=sa.text("until IS NULL AND kind = 'MAIN'"),
    )
    op.create_table(
        "book_numbers",
        sa.Column("person_id", ID, nullable=False),
        sa.Column("household_id", ID, nullable=False),
        sa.Column("number", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_book_numbers_household_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_book_numbers_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "household_id", name=op.f("pk_book_numbers")),
        sa.UniqueConstraint("person_id", "number", name=op.f("uq_book_numbers_person_id_number")),
    )
    op.create_table(
        "drafts",
        sa.Column("surface", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("effect_key", sa.Text(), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.Column("offered", sa.JSON(), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_drafts_person_id")),
        sa.PrimaryKeyConstraint("surface", "account", "chat", name=op.f("pk_drafts")),
    )
    op.create_index(op.f("ix_drafts_person_id"), "drafts", ["person_id"], unique=False)
    op.create_table(
        "files",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_files_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files")),
    )
    op.create_index(op.f("ix_files_created_at"), "files", ["created_at"], unique=False)
    op.create_table(
        "household_group_places",
        sa.Column("id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("household_id", ID, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["household_groups.id"], name=op.f("fk_household_group_places_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_household_group_places_household_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_group_places")),
    )
    op.create_index(
        op.f("ix_household_group_places_group_id"),
        "household_group_places",
        ["group_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_household_group_places_household_id"),
        "household_group_places",
        ["household_id"],
        unique=False,
    )
    op.create_table(
        "invites",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("surface", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_invites_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invites")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_invites_code_hash")),
    )
    op.create_index(op.f("ix_invites_person_id"), "invites", ["person_id"], unique=False)
    op.create_table(
        "roles",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("unit_id", ID, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_roles_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_roles_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roles")),
    )
    op.create_index(op.f("ix_roles_person_id_until"), "roles", ["person_id", "until"], unique=False)
    op.create_index(op.f("ix_roles_unit_id_role"), "roles", ["unit_id", "role"], unique=False)
    op.create_table(
        "sealed_periods",
        sa.Column("cell_id", ID, nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("through", sa.Date(), nullable=False),
        sa.Column("sealed_at", MOMENT, nullable=False),
        sa.Column("sealed_by", ID, nullable=True),
        sa.ForeignKeyConstraint(["cell_id"], ["units.id"], name=op.f("fk_sealed_periods_cell_id")),
        sa.ForeignKeyConstraint(
            ["sealed_by"], ["people.id"], name=op.f("fk_sealed_periods_sealed_by")
        ),
        sa.PrimaryKeyConstraint("cell_id", "month", name=op.f("pk_sealed_periods")),
    )
    op.create_table(
        "visits",
        sa.Column("id", ID, nullable=False),
        sa.Column("household_id", ID, nullable=False),
        sa.Column("visitor_id", ID, nullable=False),
        sa.Column("author_id", ID, nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("life_state", sa.Text(), nullable=True),
        sa.Column("nothing_new", sa.Boolean(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("effect_key", sa.Text(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("replaces_id", ID, nullable=True),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_visits_author_id")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_visits_household_id")
        ),
        sa.ForeignKeyConstraint(["replaces_id"], ["visits.id"], name=op.f("fk_visits_replaces_id")),
        sa.ForeignKeyConstraint(["visitor_id"], ["people.id"], name=op.f("fk_visits_visitor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
        sa.UniqueConstraint("effect_key", name=op.f("uq_visits_effect_key")),
    )
    op.create_index(
        op.f("ix_visits_author_id_recorded_at"),
        "visits",
        ["author_id", "recorded_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_visits_household_id_visited_on"),
        "visits",
        ["household_id", "visited_on"],
        unique=False,
    )
    op.create_index(
        op.f("ix_visits_visitor_id_visited_on"),
        "visits",
        ["visitor_id", "visited_on"],
        unique=False,
    )
    op.create_table(
        "announcements",
        sa.Column("id", ID, nullable=False),
        sa.Column("unit_id", ID, nullable=False),
        sa.Column("author_id", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("file_id", ID, nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("approved_at", MOMENT, nullable=True),
        sa.Column("approved_by", ID, nullable=True),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("corrects_id", ID, nullable=True),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["people.id"], name=op.f("fk_announcements_approved_by")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["people.id"], name=op.f("fk_announcements_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["announcements.id"], name=op.f("fk_announcements_corrects_id")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_announcements_file_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_announcements_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcements")),
    )
    op.create_index(op.f("ix_announcements_unit_id"), "announcements", ["unit_id"], unique=False)
    op.create_table(
        "concerns",
        sa.Column("id", ID, nullable=False),
        sa.Column("commune_id", ID, nullable=False),
        sa.Column("cell_id", ID, nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("number", ID, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=True),
        sa.Column("visibility", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("author_id", ID, nullable=False),
        sa.Column("visitor_id", ID, nullable=False),
        sa.Column("visit_id", ID, nullable=True),
        sa.Column("photo_id", ID, nullable=True),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("effect_key", sa.Text(), nullable=False),
        sa.Column("merged_into_id", ID, nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_concerns_author_id")),
        sa.ForeignKeyConstraint(["cell_id"], ["units.id"], name=op.f("fk_concerns_cell_id")),
        sa.ForeignKeyConstraint(["commune_id"], ["units.id"], name=op.f("fk_concerns_commune_id")),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["concerns.id"], name=op.f("fk_concerns_merged_into_id")
        ),
        sa.ForeignKeyConstraint(["photo_id"], ["files.id"], name=op.f("fk_concerns_photo_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_concerns_visit_id")),
        sa.ForeignKeyConstraint(["visitor_id"], ["people.id"], name=op.f("fk_concerns_visitor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concerns")),
        sa.UniqueConstraint(
            "cell_id", "month", "number", name=op.f("uq_concerns_cell_id_month_number")
        ),
        sa.UniqueConstraint("commune_id", "code", name=op.f("uq_concerns_commune_id_code")),
        sa.UniqueConstraint("effect_key", name=op.f("uq_concerns_effect_key")),
    )
    op.create_index(
        op.f("ix_concerns_author_id_status"), "concerns", ["author_id", "status"], unique=False
    )
    op.create_index(
        op.f("ix_concerns_cell_id_status"), "concerns", ["cell_id", "status"], unique=False
    )
    op.create_table(
        "household_changes",
        sa.Column("id", ID, nullable=False),
        sa.Column("household_id", ID, nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("precision", sa.Text(), nullable=False),
        sa.Column("people", ID, nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("persons_after", ID, nullable=True),
        sa.Column("workers_after", ID, nullable=True),
        sa.Column("author_id", ID, nullable=False),
        sa.Column("visit_id", ID, nullable=True),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("effect_key", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["people.id"], name=op.f("fk_household_changes_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_household_changes_household_id")
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visits.id"], name=op.f("fk_household_changes_visit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_changes")),
        sa.UniqueConstraint("effect_key", name=op.f("uq_household_changes_effect_key")),
    )
    op.create_index(
        op.f("ix_household_changes_author_id_recorded_at"),
        "household_changes",
        ["author_id", "recorded_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_household_changes_household_id_happened_on"),
        "household_changes",
        ["household_id", "happened_on"],
        unique=False,
    )
    op.create_table(
        "imports",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("file_id", ID, nullable=True),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("read_at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_imports_file_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_imports_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    op.create_index(op.f("ix_imports_sha256"), "imports", ["sha256"], unique=False)
    op.create_table(
        "inbox",
        sa.Column("id", ID, nullable=False),
        sa.Column("surface", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=True),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("attempts", ID, nullable=False),
        sa.Column("next_at", MOMENT, nullable=False),
        sa.Column("wants_file", sa.Text(), nullable=False),
        sa.Column("file_id", ID, nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_inbox_file_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint(
            "surface", "account", "event_id", name=op.f("uq_inbox_surface_account_event_id")
        ),
    )
    op.create_index(op.f("ix_inbox_received_at"), "inbox", ["received_at"], unique=False)
    op.create_index(
        "ix_inbox_waiting",
        "inbox",
        ["surface", "account", "chat", "id"],
        unique=False,
        sqlite_where=sa.text("status = 'new'"),
        postgresql_where=sa.text("status = 'new'"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("surface", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("inbox_id", ID, nullable=True),
        sa.Column("urgency", sa.Text(), nullable=False),
        sa.Column("priority", ID, nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("file_id", ID, nullable=True),
        sa.Column("not_before", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("lease_owner", sa.Text(), nullable=False),
        sa.Column("lease_until", MOMENT, nullable=True),
        sa.Column("attempts", ID, nullable=False),
        sa.Column("provider_message_id", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_outbox_file_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_outbox_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["priority", "not_before", "id"],
        unique=False,
        sqlite_where=sa.text("status = 'QUEUED'"),
        postgresql_where=sa.text("status = 'QUEUED'"),
    )
    op.create_index(
        "ix_outbox_open",
        "outbox",
        ["surface", "account", "chat", "id"],
        unique=False,
        sqlite_where=sa.text("status IN ('QUEUED', 'SENDING')"),
        postgresql_where=sa.text("status IN ('QUEUED', 'SENDING')"),
    )
    op.create_index(op.f("ix_outbox_person_id"), "outbox", ["person_id"], unique=False)
    op.create_index(
        "ix_outbox_sending",
        "outbox",
        ["lease_until"],
        unique=False,
        sqlite_where=sa.text("status = 'SENDING'"),
        postgresql_where=sa.text("status = 'SENDING'"),
    )
    op.create_index(op.f("ix_outbox_settled_at"), "outbox", ["settled_at"], unique=False)
    op.create_index(
        "ix_outbox_unknown",
        "outbox",
        ["settled_at"],
        unique=False,
        sqlite_where=sa.text("status = 'UNKNOWN'"),
        postgresql_where=sa.text("status = 'UNKNOWN'"),
    )
    op.create_table(
        "promises",
        sa.Column("id", ID, nullable=False),
        sa.Column("visit_id", ID, nullable=False),
        sa.Column("household_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("kept", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_promises_household_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_promises_person_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_promises_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promises")),
    )
    op.create_index(
        op.f("ix_promises_household_id_settled_at"),
        "promises",
        ["household_id", "settled_at"],
        unique=False,
    )
    op.create_index(op.f("ix_promises_person_id"), "promises", ["person_id"], unique=False)
    op.create_index(op.f("ix_promises_visit_id"), "promises", ["visit_id"], unique=False)
    op.create_table(
        "visit_help",
        sa.Column("id", ID, nullable=False),
        sa.Column("visit_id", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("amount", ID, nullable=True),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_visit_help_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_help")),
    )
    op.create_index(op.f("ix_visit_help_visit_id"), "visit_help", ["visit_id"], unique=False)
    op.create_table(
        "concern_households",
        sa.Column("concern_id", ID, nullable=False),
        sa.Column("household_id", ID, nullable=False),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.Column("told_by", ID, nullable=True),
        sa.Column("satisfaction", sa.Text(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["concern_id"], ["concerns.id"], name=op.f("fk_concern_households_concern_id")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_concern_households_household_id")
        ),
        sa.ForeignKeyConstraint(
            ["told_by"], ["people.id"], name=op.f("fk_concern_households_told_by")
        ),
        sa.PrimaryKeyConstraint("concern_id", "household_id", name=op.f("pk_concern_households")),
    )
    op.create_index(
        op.f("ix_concern_households_household_id"),
        "concern_households",
        ["household_id"],
        unique=False,
    )
    op.create_table(
        "concern_moves",
        sa.Column("id", ID, nullable=False),
        sa.Column("concern_id", ID, nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("moved_at", MOMENT, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("inbox_id", ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["concern_id"], ["concerns.id"], name=op.f("fk_concern_moves_concern_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_concern_moves_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_moves")),
    )
    op.create_index(
        op.f("ix_concern_moves_concern_id"), "concern_moves", ["concern_id"], unique=False
    )
    op.create_table(
        "household_states",
        sa.Column("id", ID, nullable=False),
        sa.Column("household_id", ID, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("household_class", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("needs_help", sa.Boolean(), nullable=False),
        sa.Column("policy_family", sa.Boolean(), nullable=False),
        sa.Column("persons", ID, nullable=True),
        sa.Column("workers", ID, nullable=True),
        sa.Column("occupation", sa.Text(), nullable=False),
        sa.Column("change_id", ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["change_id"], ["household_changes.id"], name=op.f("fk_household_states_change_id")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_household_states_household_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_states")),
    )
    op.create_index(
        op.f("ix_household_states_household_id_since"),
        "household_states",
        ["household_id", "since"],
        unique=False,
    )
    op.create_index(
        "uq_household_states_current",
        "household_states",
        ["household_id"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_table(
        "passed_on",
        sa.Column("announcement_id", ID, nullable=False),
        sa.Column("household_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("told_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"], ["announcements.id"], name=op.f("fk_passed_on_announcement_id")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_passed_on_household_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_passed_on_person_id")),
        sa.PrimaryKeyConstraint("announcement_id", "household_id", name=op.f("pk_passed_on")),
    )
    op.create_table(
        "receipts",
        sa.Column("announcement_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("reached_at", MOMENT, nullable=True),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.Column("passed_on_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["announcement_id"], ["announcements.id"], name=op.f("fk_receipts_announcement_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_receipts_person_id")),
        sa.PrimaryKeyConstraint("announcement_id", "person_id", name=op.f("pk_receipts")),
    )
    op.create_index(op.f("ix_receipts_person_id"), "receipts", ["person_id"], unique=False)
    _refuse_changes_to_the_audit()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_audit_change")


def _refuse_changes_to_the_audit() -> None:
    """The audit is only added to, whoever asks (privacy.md 5.7)."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_no_{verb.lower()} BEFORE {verb} ON audit "
                "BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit is only added to'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_only_added_to BEFORE UPDATE OR DELETE ON audit "
        "FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()"
    )
