"""How every workbook is opened for writing: in memory, and what a stranger wrote is never a formula, a link or a number."""

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
