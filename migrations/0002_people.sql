CREATE TABLE people (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, code TEXT NOT NULL, pseudonym TEXT NOT NULL, name TEXT, phone TEXT, skills TEXT NOT NULL, rank BIGINT NOT NULL);
CREATE UNIQUE INDEX people_code ON people (code);
CREATE UNIQUE INDEX people_pseudonym ON people (pseudonym);
CREATE TABLE posts (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, person TEXT NOT NULL, unit TEXT NOT NULL, title TEXT NOT NULL, from_day TEXT NOT NULL, to_day TEXT NOT NULL);
CREATE INDEX posts_person ON posts (person, from_day);
CREATE INDEX posts_unit ON posts (unit, from_day);
CREATE TABLE roles (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, person TEXT NOT NULL, role TEXT NOT NULL, unit TEXT NOT NULL, since TEXT NOT NULL);
CREATE INDEX roles_person ON roles (person);
CREATE TABLE accounts (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, password TEXT, opened TEXT NOT NULL, epoch BIGINT NOT NULL);
CREATE TABLE invitations (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, person TEXT NOT NULL, until TEXT NOT NULL, made_by TEXT NOT NULL, used TEXT);
CREATE INDEX invitations_person ON invitations (person);
CREATE TABLE tokens (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, person TEXT NOT NULL, label TEXT NOT NULL, made TEXT NOT NULL, ended TEXT);
CREATE TABLE readings (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, reader TEXT NOT NULL, object TEXT NOT NULL, made_at TEXT NOT NULL);
CREATE INDEX readings_object ON readings (object, made_at);
CREATE TABLE sessions (id TEXT PRIMARY KEY, person TEXT NOT NULL, epoch BIGINT NOT NULL, device TEXT NOT NULL, since TEXT NOT NULL, seen TEXT NOT NULL, until TEXT NOT NULL);
CREATE INDEX sessions_person ON sessions (person);
CREATE TABLE sign_in_failures (id TEXT PRIMARY KEY, failures BIGINT NOT NULL, last TEXT NOT NULL)
