"""The sheets of the gap report, a file each; the way in is `standards.workbooks.gap_report`."""
