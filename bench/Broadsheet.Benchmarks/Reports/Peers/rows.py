"""The rows of MadeRows.cs for the peers in Python."""
import datetime

NAMES = ["Zażółć gęślą", 'Αθήνα "Plaka"', "Smith, John", "O'Neil & Sons", "Москва ООО", "Plain Name Ltd", "東京 Trading, Inc.", 'Müller "GmbH", KG']
COUNTRIES = ["PL", "GR", "US", "DE", "JP"]
START = datetime.datetime(2020, 1, 1)
COLUMNS = ["id", "amount", "name", "at", "active", "note", "price", "country", "quantity", "day"]


def rows(count):
    for i in range(1, count + 1):
        yield (
            i, (i * 7919 % 100_000_000) / 100, f"{NAMES[i % 8]} {i % 1000}", START + datetime.timedelta(seconds=i % 94_608_000),
            None if i % 13 == 0 else i % 3 == 0, [None, 'ordered "express", paid', "nothing special about this row", "x"][i % 4],
            None if i % 17 == 0 else i % 1_000_003 / 7, COUNTRIES[i % 5], None if i % 11 == 0 else i % 500, (START + datetime.timedelta(days=i % 1500)).date(),
        )
