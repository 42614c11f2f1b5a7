-- One reading a person, file and local day, with how often; before that each opening had a row of its own, without a day.
ALTER TABLE readings ADD COLUMN day TEXT NOT NULL DEFAULT '';
ALTER TABLE readings ADD COLUMN times BIGINT NOT NULL DEFAULT 1;
