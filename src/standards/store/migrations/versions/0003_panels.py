"""Panels and their history; reviews say which panel they belong to."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column(
        "review",
        sa.Column("panel", sa.String(20), nullable=False, server_default="", comment="id; empty without a panel"),
    )
    op.add_column(
        "review",
        sa.Column(
            "domains", sa.Text, nullable=False, server_default="", comment="ids with blanks between; empty for all"
        ),
    )
    op.create_table(
        "panel",
        sa.Column("id", sa.String(20), primary_key=True),
        sa.Column("rubric_digest", sa.String(64), sa.ForeignKey("document.digest"), nullable=False),
        sa.Column("program_digest", sa.String(64), sa.ForeignKey("document.digest"), nullable=False),
        sa.Column("body", sa.Text, nullable=False, comment="the panel as JSON"),
    )
    op.create_table(
        "panel_line",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("panel_id", sa.String(20), sa.ForeignKey("panel.id"), nullable=False),
        sa.Column("client_id", sa.String(80), nullable=False),
        sa.Column("at", sa.String(40), nullable=False, comment="UTC, ISO 8601"),
        sa.Column("body", sa.Text, nullable=False, comment="the line as JSON"),
        sa.UniqueConstraint("panel_id", "client_id", name="panel_line_once"),
        sqlite_autoincrement=True,
    )
    op.create_index("panel_line_by_panel", "panel_line", ["panel_id", "seq"])
    for table in ("panel", "panel_line"):
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
    raise NotImplementedError("What a panel did is never removed. Restore a backup instead.")
