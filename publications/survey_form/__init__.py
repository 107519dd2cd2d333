"""The survey form as it is given out: the blank workbook and the XLSForm, both written from `reference/form/`, code lists and gazetteer."""
