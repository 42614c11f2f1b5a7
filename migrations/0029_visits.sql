-- A visit to a household, or a call: what was seen, what was promised, who does it and by when. It is the ledger's line; deed, measure and need are what it
-- was a step of, or empty. kept_on is the day on which the promise was kept. Columns of bytes are sealed under the household's key.
CREATE TABLE visits (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, household TEXT NOT NULL, visitor TEXT NOT NULL, day TEXT NOT NULL, way TEXT NOT NULL,
    owner TEXT NOT NULL, due TEXT NOT NULL, kept_on TEXT NOT NULL, measure TEXT NOT NULL, need TEXT NOT NULL, deed TEXT NOT NULL, made_at TEXT NOT NULL,
    saw BYTEA, promised BYTEA);
CREATE INDEX visits_household ON visits (household, day, made_at);
CREATE INDEX visits_made ON visits (visitor, made_at);
CREATE INDEX visits_at ON visits (made_at);
CREATE INDEX visits_owner ON visits (owner, due);
