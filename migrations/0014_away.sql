-- Who took part in deeds of another unit than their own: by their own unit and the deed's position.
CREATE TABLE away (unit TEXT NOT NULL, position BIGINT NOT NULL, people BIGINT NOT NULL, PRIMARY KEY (unit, position))
