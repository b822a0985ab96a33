"""What every room stands on: database, access, audit, errors, outbox, mail, files, web."""
