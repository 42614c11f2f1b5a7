CREATE TABLE realms (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, name TEXT NOT NULL, zone TEXT NOT NULL, rules TEXT NOT NULL, words TEXT NOT NULL,
    telephone TEXT NOT NULL, address TEXT NOT NULL, offset_ms BIGINT NOT NULL, demonstration BIGINT NOT NULL);
-- A unit's code and the first day it holds from; days are inclusive, '' and '9999-12-31' are open ends.
CREATE TABLE units (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL, parent TEXT NOT NULL, kind TEXT NOT NULL,
    rank BIGINT NOT NULL, from_day TEXT NOT NULL, to_day TEXT NOT NULL);
CREATE UNIQUE INDEX units_code ON units (code, from_day);
CREATE INDEX units_parent ON units (parent, from_day);
CREATE TABLE groups (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, from_day TEXT NOT NULL, to_day TEXT NOT NULL);
CREATE TABLE group_members (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, group_id TEXT NOT NULL, member TEXT NOT NULL, from_day TEXT NOT NULL, to_day TEXT NOT NULL);
CREATE INDEX group_members_group ON group_members (group_id, member);
CREATE TABLE imports (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, kind TEXT NOT NULL, sha256 TEXT NOT NULL, made_by TEXT NOT NULL, rows BIGINT NOT NULL,
    done BIGINT NOT NULL, state TEXT NOT NULL, started TEXT NOT NULL);
