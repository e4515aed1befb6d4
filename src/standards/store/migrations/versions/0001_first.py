"""Snapshots, reviews and their history; history takes new lines only."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "document",
        sa.Column("digest", sa.String(64), primary_key=True, comment="SHA-256 of the content"),
        sa.Column("kind", sa.String(20), nullable=False, comment="rubric or program"),
        sa.Column("name", sa.String(120), nullable=False, comment="id, with the version for a rubric"),
        sa.Column("content", sa.Text, nullable=False, comment="canonical JSON"),
    )
    op.create_table(
        "review",
        sa.Column("id", sa.String(20), primary_key=True),
        sa.Column("program_id", sa.String(60), nullable=False),
        sa.Column("program_digest", sa.String(64), sa.ForeignKey("document.digest"), nullable=False),
        sa.Column("rubric_id", sa.String(60), nullable=False),
        sa.Column("rubric_version", sa.String(30), nullable=False),
        sa.Column("rubric_digest", sa.String(64), sa.ForeignKey("document.digest"), nullable=False),
        sa.Column("reviewer", sa.String(120), nullable=False),
        sa.Column("started", sa.String(40), nullable=False, comment="UTC, ISO 8601"),
    )
    op.create_table(
        "entry",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("review_id", sa.String(20), sa.ForeignKey("review.id"), nullable=False),
        sa.Column("client_id", sa.String(80), nullable=False),
        sa.Column("at", sa.String(40), nullable=False, comment="UTC, ISO 8601"),
        sa.Column("body", sa.Text, nullable=False, comment="the entry as JSON"),
        sa.UniqueConstraint("review_id", "client_id", name="entry_once"),
        sqlite_autoincrement=True,
    )
    op.create_index("entry_by_review", "entry", ["review_id", "seq"])
    _forbid_changes()


def _forbid_changes() -> None:
    """The database itself refuses to change or remove what was recorded."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION standards_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'history takes new lines only'; END $$"
        )
    for table in ("document", "review", "entry"):
        for act in ("UPDATE", "DELETE"):
            name = f"{table}_no_{act.lower()}"
            if op.get_bind().dialect.name == "postgresql":
                op.execute(
                    f"CREATE TRIGGER {name} BEFORE {act} ON {table} "
                    "FOR EACH ROW EXECUTE FUNCTION standards_append_only()"
                )
            else:
                op.execute(
                    f"CREATE TRIGGER {name} BEFORE {act} ON {table} "
                    "BEGIN SELECT RAISE(ABORT, 'history takes new lines only'); END"
                )


def downgrade() -> None:
    raise NotImplementedError("Reviews are never removed. Restore a backup instead.")
