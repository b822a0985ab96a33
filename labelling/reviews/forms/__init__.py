"""Forms of reviews, by subject: team and independence, scores, agreement, visit, report."""
