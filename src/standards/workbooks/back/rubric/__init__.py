"""Parts of the way back from a rubric book: tables found, cells read, a rubric gathered, findings at their cells."""
