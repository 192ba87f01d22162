"""A project folder with a source of the collector `documents`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from zhuoyue import Collected, Criteria, Source, Span, Visibility
from zhuoyue_plugins.documents.collector import Documents
from zhuoyue_plugins.documents.settings import Settings

CRITERIA = Criteria.model_validate(
    {
        "id": "small-2012",
        "family": "small",
        "edition": "2012",
        "title": "Small criteria",
        "scheme": "holistic",
        "total": 100,
        "categories": [
            {
                "code": "4.3",
                "title": "Customers",
                "theme": "customers",
                "items": [
                    {"code": "4.3.2", "title": "Knowledge", "kind": "process", "points": 40},
                    {"code": "4.3.3", "title": "Relations", "kind": "process", "points": 30},
                    {"code": "4.3.10", "title": "Tenth", "kind": "process", "points": 30},
                ],
            }
        ],
    }
)


class Project:
    """A folder with documents, and the source that reads them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "docs").mkdir()

    def write(self, path: str, content: str | bytes, encoding: str = "utf-8") -> Path:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return target

    def source(self, **settings: Any) -> Source:
        return Source(
            name="papers",
            settings=Settings.model_validate({"folder": "docs"} | settings),
            root=self.root,
            items=("4.3.2",),
            visibility=Visibility.INTERNAL,
            period=Span(start=date(2023, 1, 1), end=date(2025, 12, 31)),
            as_of=date(2025, 12, 31),
            instant=datetime(2025, 12, 31, tzinfo=UTC),
            criteria=CRITERIA,
            secret=lambda reference: reference,
        )

    def collect(self, **settings: Any) -> Collected:
        return Documents().collect(self.source(**settings))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


@pytest.fixture
def make_pdf() -> Callable[..., bytes]:
    """Return a function that makes a one-page PDF byte by byte, so that no PDF library is its own witness."""

    def make(text: str, info: str = "") -> bytes:
        stream = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode()
        bodies = [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 7 0 R >>",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            f"<< {info} >>".encode("latin-1"),
            b"<< /Font << /F1 5 0 R >> >>",
        ]
        out, places = b"%PDF-1.4\n", []
        for number, body in enumerate(bodies, 1):
            places.append(len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        table = b"".join(b"%010d 00000 n \n" % place for place in places)
        size = len(bodies) + 1
        start = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
        trailer = b"trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\n" % size
        return out + start + trailer + b"startxref\n%d\n%%%%EOF\n" % len(out)

    return make
