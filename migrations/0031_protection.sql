-- Which households stand in a unit on a day and where their names are found; how far the reaches of one household are.
CREATE INDEX households_standing ON households (unit, from_day, to_day, scope);
CREATE INDEX reaches_subject ON reaches (subject);
-- A household's own file handed to who it is about; a year's list of readings of minors looked at.
CREATE TABLE hand_outs (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, household TEXT NOT NULL, member TEXT NOT NULL, year BIGINT NOT NULL, to_whom TEXT NOT NULL,
    made_by TEXT NOT NULL, made_at TEXT NOT NULL, day TEXT NOT NULL, recipient BYTEA);
CREATE INDEX hand_outs_household ON hand_outs (household, year, made_at);
