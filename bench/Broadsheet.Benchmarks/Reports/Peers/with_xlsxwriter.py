"""with_xlsxwriter.py FILE ROWS: as its manual says for large files."""
import datetime
import sys

import xlsxwriter

from rows import COLUMNS, rows

book = xlsxwriter.Workbook(sys.argv[1], {"constant_memory": True})
sheet = book.add_worksheet()
moment, day = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}), book.add_format({"num_format": "yyyy-mm-dd"})
sheet.write_row(0, 0, COLUMNS)
for number, row in enumerate(rows(int(sys.argv[2])), 1):
    for column, value in enumerate(row):
        if isinstance(value, datetime.datetime):
            sheet.write_datetime(number, column, value, moment)
        elif isinstance(value, datetime.date):
            sheet.write_datetime(number, column, value, day)
        elif value is not None:
            sheet.write(number, column, value)
book.close()
