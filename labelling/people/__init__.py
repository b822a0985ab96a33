"""Accounts, sign-in, sessions, roles; the ledger of involvements."""
