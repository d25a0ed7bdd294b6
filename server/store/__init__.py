"""The only SQL: event log, answers, projections, machines and people, in one SQLite file."""
