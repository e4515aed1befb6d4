"""The sheets of the portfolio workbook, a file each; the way in is `standards.workbooks.portfolio`."""
