-- The unit a group belongs to: its members lie in it or below it.
ALTER TABLE groups ADD COLUMN unit TEXT NOT NULL DEFAULT '';
CREATE INDEX groups_unit ON groups (unit, name);
CREATE INDEX group_members_member ON group_members (member, group_id);
-- 1 for a version that goes on only as a part of its parent, into which the unit was merged.
ALTER TABLE units ADD COLUMN merged BIGINT NOT NULL DEFAULT 0;
-- What was done to a unit: as of which day, by whom, when.
CREATE TABLE unit_changes (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, unit TEXT NOT NULL, kind TEXT NOT NULL, day TEXT NOT NULL, was TEXT NOT NULL, becomes TEXT NOT NULL,
    reason TEXT NOT NULL, made_by TEXT NOT NULL, made_at TEXT NOT NULL);
CREATE INDEX unit_changes_unit ON unit_changes (unit, made_at);
