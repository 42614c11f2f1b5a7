-- Who of the other side confirmed the deed, on which local day, and how: phone or person. Empty where nobody was asked.
ALTER TABLE checks ADD COLUMN confirmed_by TEXT;
ALTER TABLE checks ADD COLUMN confirmed_on TEXT NOT NULL DEFAULT '';
ALTER TABLE checks ADD COLUMN how TEXT NOT NULL DEFAULT ''
