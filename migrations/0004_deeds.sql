-- people: person@unit words, one a participant. served: JSON. files: SHA-256 words. import: '' or the import that brought it.
CREATE TABLE deeds (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, position BIGINT NOT NULL, item TEXT NOT NULL, indicator TEXT NOT NULL, unit TEXT NOT NULL,
    recorder TEXT NOT NULL, entered_by TEXT NOT NULL, day TEXT NOT NULL, began TEXT, ended TEXT, quantity BIGINT NOT NULL, how TEXT NOT NULL, place TEXT NOT NULL,
    people TEXT NOT NULL, public_count BIGINT NOT NULL, public_method TEXT NOT NULL, served TEXT, words TEXT, files TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL,
    visit BIGINT NOT NULL, published BIGINT NOT NULL, received TEXT NOT NULL, body_hash TEXT NOT NULL, import TEXT NOT NULL);
CREATE INDEX deeds_pages ON deeds (indicator, unit, position);
CREATE INDEX deeds_queue ON deeds (unit, state, position);
CREATE INDEX deeds_position ON deeds (position);
CREATE INDEX deeds_recorder ON deeds (recorder, position);
CREATE INDEX deeds_import ON deeds (import);
CREATE TABLE corrections (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, position BIGINT NOT NULL, deed TEXT NOT NULL, made_by TEXT NOT NULL, content TEXT, state TEXT NOT NULL,
    reason TEXT NOT NULL, received TEXT NOT NULL);
CREATE INDEX corrections_deed ON corrections (deed, position);
CREATE INDEX corrections_state ON corrections (state, position);
CREATE TABLE checks (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, position BIGINT NOT NULL, deed TEXT NOT NULL, decision TEXT NOT NULL, reason TEXT NOT NULL, checker TEXT NOT NULL, made_at TEXT NOT NULL);
CREATE INDEX checks_deed ON checks (deed, position);
CREATE TABLE files (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, sha256 TEXT NOT NULL, kind TEXT NOT NULL, size BIGINT NOT NULL, put_by TEXT NOT NULL, made_at TEXT NOT NULL);
CREATE TABLE conflicts (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, deed TEXT NOT NULL, unit TEXT NOT NULL, body TEXT, sender TEXT NOT NULL, made_at TEXT NOT NULL, state TEXT NOT NULL);
CREATE INDEX conflicts_unit ON conflicts (state, unit);
