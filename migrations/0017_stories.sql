-- The newest stories, and the units they come from, without a walk over every deed.
CREATE INDEX deeds_stories ON deeds (position) WHERE published = 1
