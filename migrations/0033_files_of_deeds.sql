-- Which records a file belongs to: found by its name where it is a record's only file, as nearly all are; among the few that have several otherwise.
CREATE INDEX deeds_file ON deeds (files) WHERE files <> '';
CREATE INDEX deeds_files ON deeds (position) WHERE LENGTH(files) > 64;
