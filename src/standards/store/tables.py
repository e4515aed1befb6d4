"""The tables. The migrations make them; a test keeps both in step."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

__all__ = ["HEAD", "document", "entry", "metadata", "panel", "panel_line", "review", "workbook"]

HEAD = "0003"
"""Newest migration."""

metadata = MetaData()

document = Table(
    "document",
    metadata,
    Column("digest", String(64), primary_key=True, comment="SHA-256 of the content"),
    Column("kind", String(20), nullable=False, comment="rubric or program"),
    Column("name", String(120), nullable=False, comment="id, with the version for a rubric"),
    Column("content", Text, nullable=False, comment="canonical JSON"),
)

review = Table(
    "review",
    metadata,
    Column("id", String(20), primary_key=True),
    Column("program_id", String(60), nullable=False),
    Column("program_digest", String(64), ForeignKey("document.digest"), nullable=False),
    Column("rubric_id", String(60), nullable=False),
    Column("rubric_version", String(30), nullable=False),
    Column("rubric_digest", String(64), ForeignKey("document.digest"), nullable=False),
    Column("reviewer", String(120), nullable=False),
    Column("started", String(40), nullable=False, comment="UTC, ISO 8601"),
    Column("panel", String(20), nullable=False, server_default="", comment="id; empty without a panel"),
    Column("domains", Text, nullable=False, server_default="", comment="ids with blanks between"),
)

entry = Table(
    "entry",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("review_id", String(20), ForeignKey("review.id"), nullable=False),
    Column("client_id", String(80), nullable=False),
    Column("at", String(40), nullable=False, comment="UTC, ISO 8601"),
    Column("body", Text, nullable=False, comment="the entry as JSON"),
    UniqueConstraint("review_id", "client_id", name="entry_once"),
    Index("entry_by_review", "review_id", "seq"),
)

workbook = Table(
    "workbook",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("way", String(10), nullable=False, comment="issued or returned"),
    Column("digest", String(64), nullable=False, comment="over the uncompressed parts, the same on every machine"),
    Column("sha256", String(64), nullable=False, comment="of the bytes"),
    Column("kind", String(20), nullable=False, comment="gap report, scoring book, portfolio, rubric book"),
    Column("name", String(200), nullable=False, comment="file name"),
    Column("about", String(120), nullable=False, comment="review id, or rubric id and version"),
    Column("by_whom", String(120), nullable=False),
    Column("at", String(40), nullable=False, comment="UTC, ISO 8601"),
    Column("content", LargeBinary, comment="bytes of what came back; empty for what was issued"),
    UniqueConstraint("way", "sha256", "about", name="workbook_once"),
    Index("workbook_by_digest", "digest"),
)

panel = Table(
    "panel",
    metadata,
    Column("id", String(20), primary_key=True),
    Column("rubric_digest", String(64), ForeignKey("document.digest"), nullable=False),
    Column("program_digest", String(64), ForeignKey("document.digest"), nullable=False),
    Column("body", Text, nullable=False, comment="the panel as JSON"),
)

panel_line = Table(
    "panel_line",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("panel_id", String(20), ForeignKey("panel.id"), nullable=False),
    Column("client_id", String(80), nullable=False),
    Column("at", String(40), nullable=False, comment="UTC, ISO 8601"),
    Column("body", Text, nullable=False, comment="the line as JSON"),
    UniqueConstraint("panel_id", "client_id", name="panel_line_once"),
    Index("panel_line_by_panel", "panel_id", "seq"),
)
