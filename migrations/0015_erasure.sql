-- Free words that may name somebody, and what can be guessed from: they can be taken out, so they may be empty.
ALTER TABLE people RENAME COLUMN skills TO skills_before;
ALTER TABLE people ADD COLUMN skills TEXT;
UPDATE people SET skills = skills_before;
ALTER TABLE people DROP COLUMN skills_before;
ALTER TABLE deeds RENAME COLUMN reason TO reason_before;
ALTER TABLE deeds ADD COLUMN reason TEXT;
UPDATE deeds SET reason = reason_before;
ALTER TABLE deeds DROP COLUMN reason_before;
ALTER TABLE deeds RENAME COLUMN body_hash TO body_hash_before;
ALTER TABLE deeds ADD COLUMN body_hash TEXT;
UPDATE deeds SET body_hash = body_hash_before;
ALTER TABLE deeds DROP COLUMN body_hash_before;
ALTER TABLE corrections RENAME COLUMN reason TO reason_before;
ALTER TABLE corrections ADD COLUMN reason TEXT;
UPDATE corrections SET reason = reason_before;
ALTER TABLE corrections DROP COLUMN reason_before;
ALTER TABLE checks RENAME COLUMN reason TO reason_before;
ALTER TABLE checks ADD COLUMN reason TEXT;
UPDATE checks SET reason = reason_before;
ALTER TABLE checks DROP COLUMN reason_before;
-- What was taken out of which record, why, by whom and when.
CREATE TABLE erasures (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, object TEXT NOT NULL, reason TEXT NOT NULL, made_by TEXT NOT NULL, made_at TEXT NOT NULL);
CREATE INDEX erasures_object ON erasures (object, made_at);
-- Files nothing refers to, still to be taken from the disk.
CREATE TABLE forgotten (id TEXT PRIMARY KEY);
-- The inspectors' list of readings, newest first.
CREATE INDEX readings_made ON readings (made_at, id)
