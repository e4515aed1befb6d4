"""Workbooks that come back: what happens to them, step by step.

    preflight   is it safe to open, and an .xlsx at all
    reader      bytes to plain data (the only openpyxl)
    worker      the same in a process of its own, which may fall over
    book        what was read, as plain data

Nothing here opens the store: what is to be kept is handed back.
"""
