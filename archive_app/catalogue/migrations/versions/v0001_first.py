"""The first schema: records, their links, the change log, counters and followers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_APPEND_ONLY = tuple(
    f'CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON "{table}" '
    f"BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END"
    for table in ("command", "change")
    for verb in ("update", "delete")
)


def upgrade() -> None:
    """Make every table; the log refuses updates and deletions from the start."""
    op.create_table(
        "command",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("offset", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("device_seq", sa.Integer(), nullable=False),
        sa.Column("undoable", sa.Boolean(), nullable=False),
        sa.Column("reverts", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_command")),
        sa.UniqueConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_command_unit"), "command", ["unit"], unique=False)
    op.create_index("ix_device_seq", "command", ["device", "device_seq"], unique=True)
    op.create_table(
        "counter",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counter")),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("trashed", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.CheckConstraint("version >= 1", name="ck_event_version"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index(op.f("ix_event_name"), "event", ["name"], unique=False)
    op.create_table(
        "follower",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_follower")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("trashed", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.CheckConstraint("version >= 1", name="ck_organisation_version"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
    )
    op.create_index(op.f("ix_organisation_name"), "organisation", ["name"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("trashed", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.CheckConstraint("version >= 1", name="ck_person_version"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_index(op.f("ix_person_name"), "person", ["name"], unique=False)
    op.create_table(
        "place",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("trashed", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.CheckConstraint("version >= 1", name="ck_place_version"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
    )
    op.create_index(op.f("ix_place_name"), "place", ["name"], unique=False)
    op.create_table(
        "volume",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("trashed", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.CheckConstraint("version >= 1", name="ck_volume_version"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volume")),
    )
    op.create_table(
        "change",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("command", sa.Integer(), nullable=False),
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["command"], ["command.seq"], name=op.f("fk_change_command")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_change")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_change_command"), "change", ["command"], unique=False)
    op.create_index(op.f("ix_change_record"), "change", ["record"], unique=False)
    op.create_table(
        "commissioner",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("trashed", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.CheckConstraint("version >= 1", name="ck_commissioner_version"),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_commissioner_person"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commissioner")),
    )
    op.create_index(op.f("ix_commissioner_name"), "commissioner", ["name"], unique=False)
    op.create_index(op.f("ix_commissioner_number"), "commissioner", ["number"], unique=False)
    op.create_index(op.f("ix_commissioner_person"), "commissioner", ["person"], unique=False)
    op.create_table(
        "contact",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("trashed", sa.Boolean(), nullable=False),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.CheckConstraint("version >= 1", name="ck_contact_version"),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_contact_person"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    op.create_index(op.f("ix_contact_person"), "contact", ["person"], unique=False)
    op.create_table(
        "section",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("trashed", sa.Boolean(), nullable=False),
        sa.Column("volume", sa.String(), nullable=True),
        sa.Column("parent", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("matter", sa.String(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.CheckConstraint("version >= 1", name="ck_section_version"),
        sa.ForeignKeyConstraint(
            ["parent"], ["section.id"], name=op.f("fk_section_parent"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["volume"], ["volume.id"], name=op.f("fk_section_volume"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section")),
    )
    op.create_index(op.f("ix_section_parent"), "section", ["parent"], unique=False)
    op.create_index(op.f("ix_section_volume"), "section", ["volume"], unique=False)
    op.create_table(
        "item",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("trashed", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("accession_no", sa.String(), nullable=True),
        sa.Column("ref_code", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("access", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("series", sa.String(), nullable=True),
        sa.Column("received", sa.String(), nullable=True),
        sa.Column("commissioner", sa.String(), nullable=True),
        sa.Column("created_words", sa.String(), nullable=True),
        sa.Column("earliest", sa.String(), nullable=True),
        sa.Column("latest", sa.String(), nullable=True),
        sa.Column("characters", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("manuscript", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("transcript", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.CheckConstraint("version >= 1", name="ck_item_version"),
        sa.ForeignKeyConstraint(
            ["commissioner"],
            ["commissioner.id"],
            name=op.f("fk_item_commissioner"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item")),
    )
    op.create_index(op.f("ix_item_access"), "item", ["access"], unique=False)
    op.create_index(op.f("ix_item_accession_no"), "item", ["accession_no"], unique=False)
    op.create_index(op.f("ix_item_added"), "item", ["added"], unique=False)
    op.create_index(op.f("ix_item_category"), "item", ["category"], unique=False)
    op.create_index(op.f("ix_item_commissioner"), "item", ["commissioner"], unique=False)
    op.create_index(op.f("ix_item_earliest"), "item", ["earliest"], unique=False)
    op.create_index(op.f("ix_item_kind"), "item", ["kind"], unique=False)
    op.create_index(op.f("ix_item_received"), "item", ["received"], unique=False)
    op.create_index(op.f("ix_item_ref_code"), "item", ["ref_code"], unique=False)
    op.create_index(op.f("ix_item_state"), "item", ["state"], unique=False)
    op.create_index(op.f("ix_item_title"), "item", ["title"], unique=False)
    op.create_table(
        "lead",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("trashed", sa.Boolean(), nullable=False),
        sa.Column("witness", sa.String(), nullable=False),
        sa.Column("urgency", sa.String(), nullable=True),
        sa.Column("commissioner", sa.String(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.CheckConstraint("version >= 1", name="ck_lead_version"),
        sa.ForeignKeyConstraint(
            ["commissioner"],
            ["commissioner.id"],
            name=op.f("fk_lead_commissioner"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead")),
    )
    op.create_index(op.f("ix_lead_commissioner"), "lead", ["commissioner"], unique=False)
    op.create_index(op.f("ix_lead_urgency"), "lead", ["urgency"], unique=False)
    op.create_table(
        "article",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("trashed", sa.Boolean(), nullable=False),
        sa.Column("section", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("item", sa.String(), nullable=True),
        sa.Column("manuscript", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("frozen", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.CheckConstraint("version >= 1", name="ck_article_version"),
        sa.ForeignKeyConstraint(
            ["item"], ["item.id"], name=op.f("fk_article_item"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["section"], ["section.id"], name=op.f("fk_article_section"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
    )
    op.create_index(op.f("ix_article_item"), "article", ["item"], unique=False)
    op.create_index(op.f("ix_article_section"), "article", ["section"], unique=False)
    op.create_table(
        "file",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("trashed", sa.Boolean(), nullable=False),
        sa.Column("item", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("mime", sa.String(), nullable=True),
        sa.Column("bytes", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("duration", sa.Float(), nullable=True),
        sa.Column("access", sa.String(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.CheckConstraint("version >= 1", name="ck_file_version"),
        sa.ForeignKeyConstraint(
            ["item"], ["item.id"], name=op.f("fk_file_item"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file")),
    )
    op.create_index(op.f("ix_file_item"), "file", ["item"], unique=False)
    op.create_index(op.f("ix_file_sha256"), "file", ["sha256"], unique=False)
    op.create_table(
        "item_agent",
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("person", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["owner"], ["item.id"], name=op.f("fk_item_agent_owner"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_item_agent_person"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("owner", "position", name=op.f("pk_item_agent")),
    )
    op.create_index(op.f("ix_item_agent_name"), "item_agent", ["name"], unique=False)
    op.create_index(op.f("ix_item_agent_person"), "item_agent", ["person"], unique=False)
    op.create_table(
        "item_depicted",
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("row", sa.String(), nullable=True),
        sa.Column("order", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("certainty", sa.String(), nullable=True),
        sa.Column("region", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["owner"], ["item.id"], name=op.f("fk_item_depicted_owner"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_item_depicted_person"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("owner", "position", name=op.f("pk_item_depicted")),
    )
    op.create_index(op.f("ix_item_depicted_name"), "item_depicted", ["name"], unique=False)
    op.create_index(op.f("ix_item_depicted_person"), "item_depicted", ["person"], unique=False)
    op.create_table(
        "item_event",
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("target", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["owner"], ["item.id"], name=op.f("fk_item_event_owner"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["target"], ["event.id"], name=op.f("fk_item_event_target"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("owner", "position", name=op.f("pk_item_event")),
    )
    op.create_index(op.f("ix_item_event_target"), "item_event", ["target"], unique=False)
    op.create_table(
        "item_organisation",
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("target", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["owner"], ["item.id"], name=op.f("fk_item_organisation_owner"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["target"],
            ["organisation.id"],
            name=op.f("fk_item_organisation_target"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("owner", "position", name=op.f("pk_item_organisation")),
    )
    op.create_index(op.f("ix_item_organisation_target"), "item_organisation", ["target"], unique=False)
    op.create_table(
        "item_person",
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("target", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["owner"], ["item.id"], name=op.f("fk_item_person_owner"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["target"], ["person.id"], name=op.f("fk_item_person_target"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("owner", "position", name=op.f("pk_item_person")),
    )
    op.create_index(op.f("ix_item_person_target"), "item_person", ["target"], unique=False)
    op.create_table(
        "item_place",
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("target", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["owner"], ["item.id"], name=op.f("fk_item_place_owner"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["target"], ["place.id"], name=op.f("fk_item_place_target"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("owner", "position", name=op.f("pk_item_place")),
    )
    op.create_index(op.f("ix_item_place_target"), "item_place", ["target"], unique=False)
    op.create_table(
        "item_related",
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("target", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["owner"], ["item.id"], name=op.f("fk_item_related_owner"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["target"], ["item.id"], name=op.f("fk_item_related_target"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("owner", "position", name=op.f("pk_item_related")),
    )
    op.create_index(op.f("ix_item_related_target"), "item_related", ["target"], unique=False)
    op.create_table(
        "consent",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("trashed", sa.Boolean(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("signed_on", sa.String(), nullable=True),
        sa.Column("scan", sa.String(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.CheckConstraint("version >= 1", name="ck_consent_version"),
        sa.ForeignKeyConstraint(
            ["scan"], ["file.id"], name=op.f("fk_consent_scan"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_scan"), "consent", ["scan"], unique=False)
    op.create_table(
        "consent_item",
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("target", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["owner"], ["consent.id"], name=op.f("fk_consent_item_owner"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["target"], ["item.id"], name=op.f("fk_consent_item_target"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("owner", "position", name=op.f("pk_consent_item")),
    )
    op.create_index(op.f("ix_consent_item_target"), "consent_item", ["target"], unique=False)
    for trigger in _APPEND_ONLY:
        op.execute(trigger)
