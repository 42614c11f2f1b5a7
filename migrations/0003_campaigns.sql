CREATE TABLE campaigns (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, name TEXT NOT NULL, mine TEXT NOT NULL, slogan TEXT NOT NULL, blurb TEXT NOT NULL, unit TEXT NOT NULL,
    from_day TEXT NOT NULL, to_day TEXT NOT NULL, state TEXT NOT NULL);
CREATE TABLE items (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, campaign TEXT NOT NULL, place BIGINT NOT NULL, name TEXT NOT NULL, label TEXT NOT NULL, way TEXT NOT NULL,
    evidence TEXT NOT NULL, justification TEXT NOT NULL, target BIGINT, note TEXT NOT NULL, lead_unit TEXT NOT NULL);
CREATE INDEX items_campaign ON items (campaign, place);
CREATE TABLE indicators (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, item TEXT NOT NULL, place BIGINT NOT NULL, name TEXT NOT NULL, measure TEXT NOT NULL, decimals BIGINT NOT NULL,
    most BIGINT NOT NULL, step BIGINT NOT NULL, hint TEXT NOT NULL, hows TEXT NOT NULL);
CREATE INDEX indicators_item ON indicators (item, place);
