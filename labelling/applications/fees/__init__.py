"""Fees of assessments, as a record: what is owed by whom, invoiced, paid or waived."""
