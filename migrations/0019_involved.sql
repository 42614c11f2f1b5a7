-- Who recorded and who took part in what, by the deed's position: one table for what an index and a table of ids told.
DROP INDEX deeds_recorder;
DROP TABLE taken_part;
CREATE TABLE involved (person TEXT NOT NULL, position BIGINT NOT NULL, recorded BIGINT NOT NULL, times BIGINT NOT NULL, PRIMARY KEY (person, position))
