-- What was made of a photograph that was put: by the file's SHA-256, the copy that may leave, its thumbnail (both files by their SHA-256; empty where the file cannot be
-- opened) and what finds it again. All of it can be made anew from the file.
CREATE TABLE pictures (id TEXT PRIMARY KEY, copy TEXT NOT NULL, thumbnail TEXT NOT NULL, signature BYTEA);
-- Two files that are nearly the same photograph, the later one first.
CREATE TABLE near_pictures (id TEXT NOT NULL, near TEXT NOT NULL, PRIMARY KEY (id, near));
CREATE INDEX near_pictures_near ON near_pictures (near)
