-- A file's own key, wrapped by the master key of that name; id is the file's (a household's id, a village's code).
CREATE TABLE file_keys (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, master TEXT NOT NULL, wrapped BYTEA);
-- Household files. Columns of bytes are sealed under the file's key; traces are keyed hashes by which a name or a number is found. Days are local days.
CREATE TABLE households (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, code TEXT NOT NULL UNIQUE, unit TEXT NOT NULL, scope TEXT NOT NULL, from_day TEXT NOT NULL,
    to_day TEXT NOT NULL, watch TEXT NOT NULL, main_cause TEXT NOT NULL, other_causes TEXT NOT NULL, housing TEXT NOT NULL, land BIGINT, water TEXT NOT NULL,
    exited TEXT NOT NULL, consent_day TEXT NOT NULL, consent_how TEXT NOT NULL, made_by TEXT NOT NULL, made_at TEXT NOT NULL, address BYTEA, phone BYTEA, bank BYTEA, note BYTEA);
CREATE INDEX households_unit ON households (unit, code);
CREATE TABLE members (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, household TEXT NOT NULL, place BIGINT NOT NULL, relation TEXT NOT NULL, sex TEXT NOT NULL,
    labour TEXT NOT NULL, schooling TEXT NOT NULL, from_day TEXT NOT NULL, to_day TEXT NOT NULL, consent_day TEXT NOT NULL, consent_by TEXT NOT NULL,
    name BYTEA, birth BYTEA, number BYTEA, health BYTEA, name_traces TEXT, number_trace TEXT);
CREATE INDEX members_household ON members (household, place);
CREATE INDEX members_number ON members (number_trace);
-- Money of a year by source, in fen; planned: what the plan expects.
CREATE TABLE incomes (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, household TEXT NOT NULL, year BIGINT NOT NULL, source TEXT NOT NULL, planned BIGINT NOT NULL, fen BIGINT NOT NULL);
CREATE INDEX incomes_household ON incomes (household, year);
CREATE TABLE household_plans (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, household TEXT NOT NULL, year BIGINT NOT NULL, words BYTEA);
CREATE INDEX household_plans_household ON household_plans (household, year);
-- A measure answers a cause; owner is a person's pseudonym.
CREATE TABLE measures (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, household TEXT NOT NULL, year BIGINT NOT NULL, cause TEXT NOT NULL, owner TEXT NOT NULL,
    due TEXT NOT NULL, done TEXT NOT NULL, words BYTEA, result BYTEA);
CREATE INDEX measures_household ON measures (household, year);
-- The ledger of a file in the order of time: who was there and what was said or seen.
CREATE TABLE household_entries (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, household TEXT NOT NULL, day TEXT NOT NULL, kind TEXT NOT NULL, made_by TEXT NOT NULL,
    made_at TEXT NOT NULL, words BYTEA);
CREATE INDEX household_entries_household ON household_entries (household, day, made_at);
-- What reaches a household or a village (六个到村到户): subject is the file's id.
CREATE TABLE reaches (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, subject TEXT NOT NULL, unit TEXT NOT NULL, reach TEXT NOT NULL, state TEXT NOT NULL, note BYTEA);
CREATE INDEX reaches_unit ON reaches (unit);
-- A ground of the exit test in a year, and what it rests on.
CREATE TABLE exit_grounds (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, household TEXT NOT NULL, year BIGINT NOT NULL, ground TEXT NOT NULL, met TEXT NOT NULL, basis BYTEA);
CREATE INDEX exit_grounds_household ON exit_grounds (household, year);
-- Who is responsible for a household, from and to; person is a pseudonym.
CREATE TABLE pairings (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, household TEXT NOT NULL, person TEXT NOT NULL, from_day TEXT NOT NULL, to_day TEXT NOT NULL,
    made_by TEXT NOT NULL, made_at TEXT NOT NULL);
CREATE INDEX pairings_household ON pairings (household, from_day);
CREATE INDEX pairings_person ON pairings (person, to_day);
-- Which households have a member whose name leaves a trace.
CREATE TABLE household_traces (trace TEXT NOT NULL, household TEXT NOT NULL, n BIGINT NOT NULL, PRIMARY KEY (trace, household));
