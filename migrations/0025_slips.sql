-- Slips by which the other side confirms a record. locator: the first digits of the code. code: Argon2id of the whole code. correction, version: what it asks about, a
-- correction that waits or '', and the log position of the record's version. state: open, answered or replaced. answer: yes, other, unknown or ''.
CREATE TABLE slips (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, deed TEXT NOT NULL, locator TEXT NOT NULL, code TEXT NOT NULL, correction TEXT NOT NULL,
    version BIGINT NOT NULL, printed_by TEXT NOT NULL, printed_at TEXT NOT NULL, state TEXT NOT NULL, answer TEXT NOT NULL, words TEXT,
    answered_at TEXT NOT NULL);
CREATE UNIQUE INDEX slips_locator ON slips (locator);
CREATE INDEX slips_deed ON slips (deed, printed_at)
