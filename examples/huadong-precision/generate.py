"""Make the records and documents of the fictional organisation 华东精密制造有限公司.

Usage: python generate.py [--out DIR] [--seed N] [--font FILE]

The same seed gives the same bytes, as long as the libraries that write the files keep their versions.
Needs: pyarrow, openpyxl, python-docx, reportlab; pillow only with --font.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from generator.account_history import write_account_history
from generator.common import SEED
from generator.complaint_handling import write_complaint_follow_up
from generator.complaints import write_complaints
from generator.customer_segments import write_customer_segments
from generator.deliveries import write_deliveries
from generator.documents import write_documents
from generator.institutionalisation import write_institutionalisation
from generator.kpi_series import all_series, yearly_figures
from generator.people import write_people
from generator.registers import write_registers
from generator.summary import summary
from generator.survey import write_survey
from generator.survey_programme import write_survey_programme
from generator.workbook import write_workbook

HERE = Path(__file__).resolve().parent


def generate(out: Path, seed: int, font: Path | None = None) -> None:
    """Write records/, documents/ and figures.json below `out`."""
    records, documents = out / "records", out / "documents"
    records.mkdir(parents=True, exist_ok=True)
    documents.mkdir(parents=True, exist_ok=True)
    planted: dict[str, dict[str, int]] = {}
    for write in (
        write_complaints,
        write_complaint_follow_up,
        write_survey,
        write_people,
        write_deliveries,
        write_registers,
        write_account_history,
        write_customer_segments,
        write_survey_programme,
        write_institutionalisation,
    ):
        planted |= write(records, seed)
    for table in sorted((HERE / "generator" / "texts" / "records").glob("*.csv")):
        (records / table.name).write_bytes(table.read_bytes())
    planted |= write_workbook(records, all_series(records, seed), seed)
    yearly = yearly_figures(records, seed)
    facts = {"seed": seed, "planted": planted, "yearly": yearly, "other": summary(records)}
    text = json.dumps(facts, ensure_ascii=False, indent=1) + "\n"
    (out / "figures.json").write_text(text, encoding="utf-8", newline="\n")
    write_documents(HERE / "generator" / "texts", documents, facts, font)


def main() -> None:
    """Read the options and write everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=HERE, help="folder to write to (default: beside this script)")
    parser.add_argument("--seed", type=int, default=SEED, help=f"seed of all random numbers (default: {SEED})")
    parser.add_argument("--font", type=Path, help="font with Chinese glyphs; without it the drawn images are copied")
    options = parser.parse_args()
    generate(options.out, options.seed, options.font)


if __name__ == "__main__":
    main()
