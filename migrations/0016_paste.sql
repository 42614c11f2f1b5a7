-- nicknames: what people are called in chats, apart by ;. Personal, as the name is.
ALTER TABLE people ADD COLUMN nicknames TEXT;
