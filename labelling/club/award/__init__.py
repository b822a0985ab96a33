"""The award of a meeting: rule, candidates, appraisers, the file it is decided from, the award."""
