CREATE TABLE cells (unit TEXT NOT NULL, facet TEXT NOT NULL, state TEXT NOT NULL, day TEXT NOT NULL,
    deeds BIGINT NOT NULL, quantity BIGINT NOT NULL, late BIGINT NOT NULL, times BIGINT NOT NULL, public BIGINT NOT NULL, PRIMARY KEY (unit, facet, state, day));
CREATE TABLE presence (unit TEXT NOT NULL, facet TEXT NOT NULL, state TEXT NOT NULL, person TEXT NOT NULL, day TEXT NOT NULL, deeds BIGINT NOT NULL,
    PRIMARY KEY (unit, facet, state, person, day));
CREATE TABLE taken_part (person TEXT NOT NULL, deed TEXT NOT NULL, times BIGINT NOT NULL, PRIMARY KEY (person, deed));
