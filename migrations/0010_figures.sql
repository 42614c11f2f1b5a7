-- More sums a cell.
DROP TABLE cells;
CREATE TABLE cells (unit TEXT NOT NULL, state TEXT NOT NULL, facet TEXT NOT NULL, day TEXT NOT NULL,
    deeds BIGINT NOT NULL, quantity BIGINT NOT NULL, late BIGINT NOT NULL, edited BIGINT NOT NULL, times BIGINT NOT NULL, public BIGINT NOT NULL,
    minutes BIGINT NOT NULL, served BIGINT NOT NULL, PRIMARY KEY (unit, state, facet, day));
DROP TABLE presence;
CREATE TABLE presence (unit TEXT NOT NULL, state TEXT NOT NULL, facet TEXT NOT NULL, person TEXT NOT NULL, day TEXT NOT NULL, deeds BIGINT NOT NULL,
    PRIMARY KEY (unit, state, facet, person, day));
-- In how many deeds a named subject was served, at the deed's own unit; subjects by their hash.
CREATE TABLE subjects (unit TEXT NOT NULL, state TEXT NOT NULL, facet TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL, day TEXT NOT NULL, deeds BIGINT NOT NULL,
    PRIMARY KEY (unit, state, facet, kind, subject, day));
ALTER TABLE deeds ADD COLUMN edited BIGINT NOT NULL DEFAULT 0;
