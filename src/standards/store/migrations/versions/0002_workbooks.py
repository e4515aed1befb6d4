"""Which workbooks were issued, and the bytes of those that came back."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "workbook",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("way", sa.String(10), nullable=False, comment="issued or returned"),
        sa.Column(
            "digest", sa.String(64), nullable=False, comment="over the uncompressed parts, the same on every machine"
        ),
        sa.Column("sha256", sa.String(64), nullable=False, comment="of the bytes"),
        sa.Column("kind", sa.String(20), nullable=False, comment="gap report, scoring book, portfolio, rubric book"),
        sa.Column("name", sa.String(200), nullable=False, comment="file name"),
        sa.Column("about", sa.String(120), nullable=False, comment="review id, or rubric id and version"),
        sa.Column("by_whom", sa.String(120), nullable=False),
        sa.Column("at", sa.String(40), nullable=False, comment="UTC, ISO 8601"),
        sa.Column("content", sa.LargeBinary, comment="bytes of what came back; empty for what was issued"),
        sa.UniqueConstraint("way", "sha256", "about", name="workbook_once"),
    )
    op.create_index("workbook_by_digest", "workbook", ["digest"])
    for act in ("UPDATE", "DELETE"):
        name = f"workbook_no_{act.lower()}"
        if op.get_bind().dialect.name == "postgresql":
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {act} ON workbook FOR EACH ROW EXECUTE FUNCTION standards_append_only()"
            )
        else:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {act} ON workbook "
                "BEGIN SELECT RAISE(ABORT, 'history takes new lines only'); END"
            )


def downgrade() -> None:
    raise NotImplementedError("What came back is never removed. Restore a backup instead.")
