"""Documents: Word, PDF, the workbook of figures, figures.json, the data package."""
