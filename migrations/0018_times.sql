-- Person-times count under each person's own unit: a step makes every Derived table anew, and needs no column for it.
-- Few deeds come from an import. An index over all of them led the planner to read all for every page of a walk.
DROP INDEX deeds_import;
CREATE INDEX deeds_import ON deeds (import) WHERE import <> ''
