-- switches: what words outside county-cn leave off, switched on by the campaign, apart by spaces. complaints: a contact of the campaign's own.
ALTER TABLE campaigns ADD COLUMN switches TEXT NOT NULL DEFAULT '';
ALTER TABLE campaigns ADD COLUMN complaints TEXT NOT NULL DEFAULT '';
-- per: whose the planned number is, campaign, unit or person. required: fields asked beside item and quantity, apart by spaces.
ALTER TABLE items ADD COLUMN per TEXT NOT NULL DEFAULT 'campaign';
ALTER TABLE items ADD COLUMN required TEXT NOT NULL DEFAULT '';
-- also: ids of indicators of other campaigns that this one also counts into, apart by spaces.
ALTER TABLE indicators ADD COLUMN also TEXT NOT NULL DEFAULT '';
ALTER TABLE realms ADD COLUMN currency TEXT NOT NULL DEFAULT 'CNY'
