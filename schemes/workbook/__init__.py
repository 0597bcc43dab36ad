"""The money's sheets of the national workbook: income, expenditure and their summary."""
