-- Spot checks by lot. rate: visits for a thousand records. strata: 'unit' or ''. rota: a group of people, or '' for the units' clerks. known_at: a UTC
-- instant. state: announced, frozen, drawn, done or dropped. records, checkers: SHA-256 of the frozen lists' files, or ''. seed: hex, or ''.
CREATE TABLE draws (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, campaign TEXT NOT NULL, indicator TEXT NOT NULL, rate BIGINT NOT NULL, strata TEXT NOT NULL,
    rota TEXT NOT NULL, source TEXT NOT NULL, known_at TEXT NOT NULL, state TEXT NOT NULL, announced_at TEXT NOT NULL, frozen_at BIGINT NOT NULL,
    frozen_on TEXT NOT NULL, records TEXT NOT NULL, checkers TEXT NOT NULL, size BIGINT NOT NULL, claimed BIGINT NOT NULL, hits BIGINT NOT NULL,
    checkpoint BIGINT NOT NULL, number TEXT NOT NULL, seed TEXT NOT NULL);
CREATE INDEX draws_campaign ON draws (campaign, announced_at);
CREATE INDEX draws_indicator ON draws (indicator, announced_at);
-- A public number as one person entered it. stands: 0 once it did not agree with another's.
CREATE TABLE draw_numbers (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, draw TEXT NOT NULL, number TEXT NOT NULL, entered_by TEXT NOT NULL,
    entered_at TEXT NOT NULL, stands BIGINT NOT NULL);
CREATE INDEX draw_numbers_draw ON draw_numbers (draw, entered_at);
-- A drawn record. place: its order, from 1. checker: a pseudonym. found: thousandths, or NULL until it was visited. seen_at, seen_on: where and on which
-- local day.
CREATE TABLE drawn (id TEXT PRIMARY KEY, rev BIGINT NOT NULL, draw TEXT NOT NULL, place BIGINT NOT NULL, deed TEXT NOT NULL, hits BIGINT NOT NULL,
    claimed BIGINT NOT NULL, checker TEXT NOT NULL, found BIGINT, seen_at TEXT NOT NULL, seen_on TEXT NOT NULL);
CREATE INDEX drawn_draw ON drawn (draw, place);
CREATE INDEX drawn_checker ON drawn (checker, draw);
CREATE INDEX drawn_deed ON drawn (deed)
