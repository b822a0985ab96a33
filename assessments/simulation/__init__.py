"""What panels, calibration and thresholds do to results: assessments played through by chance.

``python -m assessments.simulation`` prints the table of docs/reliability.md.
"""
