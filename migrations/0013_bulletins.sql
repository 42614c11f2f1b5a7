-- text: a paragraph a line, {n …} where something was placed. state: draft, published, withdrawn or dropped. signed: a hash of what was signed.
CREATE TABLE bulletins (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, campaign TEXT NOT NULL, number BIGINT NOT NULL, head TEXT NOT NULL, office TEXT NOT NULL,
    day TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL, report_to TEXT NOT NULL, send_to TEXT NOT NULL, issue_to TEXT NOT NULL, copies BIGINT NOT NULL,
    state TEXT NOT NULL, reason TEXT NOT NULL, instead_of TEXT NOT NULL, published_at TEXT NOT NULL, frozen_at BIGINT NOT NULL);
CREATE INDEX bulletins_number ON bulletins (campaign, number);
-- what: a figure's question, or deed: and a deed's id. inputs: '' or the SHA-256 of the file of records that made the value when it was published.
CREATE TABLE placed (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, bulletin TEXT NOT NULL, number BIGINT NOT NULL, what TEXT NOT NULL, wording TEXT NOT NULL,
    value BIGINT NOT NULL, inputs TEXT NOT NULL);
CREATE INDEX placed_bulletin ON placed (bulletin, number);
CREATE TABLE sign_offs (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, bulletin TEXT NOT NULL, step TEXT NOT NULL, name TEXT NOT NULL, noted_by TEXT NOT NULL,
    how TEXT NOT NULL, day TEXT NOT NULL, made_at TEXT NOT NULL, signed TEXT NOT NULL);
CREATE INDEX sign_offs_bulletin ON sign_offs (bulletin, made_at)
