"""The dictionary: every table, column, code, map layer and view, and how figures add up, as Markdown, as a page and as a workbook."""
