-- Files that people put here, which lie in a folder under the hash of their
-- bytes. What is not public is sealed there, with a key of its own.
CREATE TABLE upload (
  id      TEXT PRIMARY KEY,            -- random: an address tells nothing of the file
  hash    {{blob}} NOT NULL,           -- SHA-256 of the bytes in the folder
  kind    TEXT NOT NULL,               -- content type
  size    INTEGER NOT NULL,            -- bytes before sealing
  public  BOOLEAN NOT NULL,
  used    BOOLEAN NOT NULL,            -- something refers to it; what is not used within a day is deleted
  made_at BIGINT NOT NULL
);
CREATE INDEX upload_hash ON upload (hash);
CREATE INDEX upload_unused ON upload (made_at) WHERE NOT used;
