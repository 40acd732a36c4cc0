// with_exceljs.mjs FILE ROWS: its streaming writer.
import ExcelJS from 'exceljs';

const names = ['Zażółć gęślą', 'Αθήνα "Plaka"', 'Smith, John', "O'Neil & Sons", 'Москва ООО', 'Plain Name Ltd', '東京 Trading, Inc.', 'Müller "GmbH", KG'];
const countries = ['PL', 'GR', 'US', 'DE', 'JP'];
const start = Date.UTC(2020, 0, 1);
const [file, rows] = [process.argv[2], Number(process.argv[3])];

const book = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: file, useStyles: true });
const sheet = book.addWorksheet('sales');
sheet.addRow(['id', 'amount', 'name', 'at', 'active', 'note', 'price', 'country', 'quantity', 'day']).commit();
for (let i = 1; i <= rows; i++) {
  sheet.addRow([
    i, ((i * 7919) % 100_000_000) / 100, `${names[i % 8]} ${i % 1000}`, new Date(start + (i % 94_608_000) * 1000), i % 13 === 0 ? null : i % 3 === 0,
    [null, 'ordered "express", paid', 'nothing special about this row', 'x'][i % 4], i % 17 === 0 ? null : (i % 1_000_003) / 7, countries[i % 5],
    i % 11 === 0 ? null : i % 500, new Date(start + (i % 1500) * 86_400_000),
  ]).commit();
}
sheet.commit();
await book.commit();
