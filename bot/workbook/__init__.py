"""The workbook with which a commune's lists come in: read in a guarded child process."""
