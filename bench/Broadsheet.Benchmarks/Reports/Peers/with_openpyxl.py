"""with_openpyxl.py FILE ROWS: in its write-only mode."""
import sys

import openpyxl

from rows import COLUMNS, rows

book = openpyxl.Workbook(write_only=True)
sheet = book.create_sheet()
sheet.append(COLUMNS)
for row in rows(int(sys.argv[2])):
    sheet.append(row)
book.save(sys.argv[1])
