"""The report workbook: the programme on a page and a sheet for each report, in English, and an edition for each country."""
