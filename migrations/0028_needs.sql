-- A difficulty that somebody has. household is a file's id, or empty; owner is a pseudonym; deed is the record that says it is solved. Columns of bytes
-- are sealed under the household's key, or under its own.
CREATE TABLE needs (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, position BIGINT NOT NULL, unit TEXT NOT NULL, household TEXT NOT NULL, topic TEXT NOT NULL,
    raised_by TEXT NOT NULL, raised_on TEXT NOT NULL, taken_on TEXT NOT NULL, owner TEXT NOT NULL, due TEXT NOT NULL, deed TEXT NOT NULL, closed_on TEXT NOT NULL,
    who BYTEA, phone BYTEA, words BYTEA);
CREATE UNIQUE INDEX needs_position ON needs (position);
CREATE INDEX needs_unit ON needs (unit, position);
CREATE INDEX needs_owner ON needs (owner, position);
CREATE INDEX needs_household ON needs (household);
CREATE INDEX needs_deed ON needs (deed);
-- What happened to it, in the order of the log.
CREATE TABLE need_steps (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, position BIGINT NOT NULL, need TEXT NOT NULL, household TEXT NOT NULL, step TEXT NOT NULL,
    day TEXT NOT NULL, made_by TEXT NOT NULL, owner TEXT NOT NULL, due TEXT NOT NULL, deed TEXT NOT NULL, words BYTEA);
CREATE INDEX need_steps_need ON need_steps (need, position);
CREATE INDEX need_steps_household ON need_steps (household);
CREATE INDEX need_steps_deed ON need_steps (deed);
