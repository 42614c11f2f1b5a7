-- What phones sent from their queues. kind: record, change or withdraw. outcome: done, waits (a correction) or kept (in a conflict). anchor_size, anchor_root: the
-- newest checkpoint the phone had seen when it was made; -1 and '' before the first. body_hash: SHA-256 of its body, or '' once erased.
CREATE TABLE operations (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, position BIGINT NOT NULL, deed TEXT NOT NULL, kind TEXT NOT NULL, outcome TEXT NOT NULL,
    sender TEXT NOT NULL, device TEXT, seq BIGINT NOT NULL, anchor_size BIGINT NOT NULL, anchor_root TEXT NOT NULL, body_hash TEXT,
    conflict TEXT NOT NULL, fields TEXT NOT NULL, received TEXT NOT NULL);
CREATE INDEX operations_deed ON operations (deed, position);
-- The newest operation seen of an installation and person, and how often the order looked broken.
CREATE TABLE chains (id TEXT PRIMARY KEY, seq BIGINT NOT NULL, hash TEXT NOT NULL, breaks BIGINT NOT NULL);
-- Operations that did not fit behind the one before, by id, until their campaign ends. what: gap, broken or anchor.
CREATE TABLE chain_hints (id TEXT PRIMARY KEY, deed TEXT NOT NULL, what TEXT NOT NULL);
