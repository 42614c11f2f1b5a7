-- Which unit's clerks ask the other side whether a record (id: the deed's) is so; drawn by lot. passed: the units it was taken from, in order, between spaces.
CREATE TABLE calls (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, position BIGINT NOT NULL, unit TEXT NOT NULL, passed TEXT NOT NULL, reason TEXT,
    drawn_at TEXT NOT NULL);
CREATE INDEX calls_unit ON calls (unit);
