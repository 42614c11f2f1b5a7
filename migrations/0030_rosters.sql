-- A list of subjects to serve: whose, under which indicator its services count, what is done at each (a line each), from when to when.
CREATE TABLE rosters (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, position BIGINT NOT NULL, unit TEXT NOT NULL, indicator TEXT NOT NULL, kind TEXT NOT NULL,
    name TEXT NOT NULL, checklist TEXT NOT NULL, from_day TEXT NOT NULL, to_day TEXT NOT NULL, made_by TEXT NOT NULL, made_at TEXT NOT NULL);
CREATE UNIQUE INDEX rosters_position ON rosters (position);
CREATE INDEX rosters_unit ON rosters (unit, position);
-- Whom it lists. ended_on is the last day on it, or empty; mistaken: it never was. trace is a salted hash by which the same line is found again. Columns
-- of bytes are sealed under the subject's own key.
CREATE TABLE roster_subjects (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, position BIGINT NOT NULL, roster TEXT NOT NULL, code TEXT NOT NULL, unit TEXT NOT NULL,
    from_day TEXT NOT NULL, ended_on TEXT NOT NULL, mistaken BIGINT NOT NULL, made_by TEXT NOT NULL, import TEXT NOT NULL, trace TEXT, name BYTEA, place BYTEA,
    phone BYTEA, note BYTEA);
CREATE UNIQUE INDEX roster_subjects_position ON roster_subjects (position);
CREATE INDEX roster_subjects_roster ON roster_subjects (roster, position);
CREATE INDEX roster_subjects_code ON roster_subjects (roster, code);
CREATE INDEX roster_subjects_trace ON roster_subjects (roster, trace);
-- Who serves whom, from–to: a change is the next line.
CREATE TABLE roster_assignments (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, roster TEXT NOT NULL, subject TEXT NOT NULL, person TEXT NOT NULL, from_day TEXT NOT NULL,
    to_day TEXT NOT NULL, made_by TEXT NOT NULL, made_at TEXT NOT NULL);
CREATE INDEX roster_assignments_subject ON roster_assignments (subject, from_day);
CREATE INDEX roster_assignments_person ON roster_assignments (person, to_day, roster);
-- A service: the deed that it is, and what of the checklist was done.
CREATE TABLE roster_services (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, roster TEXT NOT NULL, subject TEXT NOT NULL, deed TEXT NOT NULL, ticks TEXT NOT NULL);
CREATE INDEX roster_services_roster ON roster_services (roster, subject);
CREATE INDEX roster_services_subject ON roster_services (subject);
CREATE UNIQUE INDEX roster_services_deed ON roster_services (deed);
