-- How long a form by which staff report was worked on. form: record, correct, check, paste or import. week: its local Monday. seconds, fields: as measured in
-- the form. person: a pseudonym.
CREATE TABLE askings (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, form TEXT NOT NULL, week TEXT NOT NULL, seconds BIGINT NOT NULL, fields BIGINT NOT NULL,
    person TEXT NOT NULL);
CREATE INDEX askings_week ON askings (week, form, person);
-- The line of a bulletin about it, under the bulletin's id. month: local, as 2017-03. people_weeks: each person counted once in each week.
CREATE TABLE time_told (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, month TEXT NOT NULL, seconds BIGINT NOT NULL, fields BIGINT NOT NULL, people_weeks BIGINT NOT NULL)
