"""The whole self-assessment on paper: an accessible PDF, made by the worker when it is ordered."""
