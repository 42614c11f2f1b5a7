-- Where a unit's tile stands among its siblings': column and row, laid by hand.
CREATE TABLE tiles (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, place_column BIGINT NOT NULL, place_row BIGINT NOT NULL)
