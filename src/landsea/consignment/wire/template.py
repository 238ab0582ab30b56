"""The booking sheet to fill in, as xlsx and csv."""

from __future__ import annotations

import csv
import io

from landsea.consignment.wire.columns import COLUMNS

TEXT = "@"


def template_xlsx(language: str) -> bytes:
    """A sheet whose cells are text, so that codes keep their zeros; needed columns are bold with an asterisk. `language`: en or zh."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "订舱" if language == "zh" else "booking"
    sheet.append([column.label(language) + ("*" if column.required else "") for column in COLUMNS])
    sheet.append([column.example for column in COLUMNS])
    sheet.freeze_panes = "A2"
    for index, column in enumerate(COLUMNS, start=1):
        sheet.cell(1, index).font = Font(bold=column.required)
        sheet.cell(2, index).number_format = TEXT
        dimension = sheet.column_dimensions[get_column_letter(index)]
        dimension.width, dimension.number_format = 16, TEXT
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def template_csv(language: str) -> bytes:
    """UTF-8 with the mark that makes Excel read it as such."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([column.label(language) for column in COLUMNS])
    writer.writerow([column.example for column in COLUMNS])
    return out.getvalue().encode("utf-8-sig")
