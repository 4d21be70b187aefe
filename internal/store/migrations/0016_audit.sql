-- The audit log as a chain. Entries are inserted without a place in it, so that
-- those who write them do not wait for each other; a job links them in order.

ALTER TABLE audit ADD COLUMN seq BIGINT;         -- place in the chain; NULL until it is linked
ALTER TABLE audit ADD COLUMN hash {{blob}};      -- SHA-256 over the hash before and the entry
CREATE UNIQUE INDEX audit_seq ON audit (seq);
DROP INDEX audit_at;                             -- the chain is in order of time
CREATE INDEX audit_loose ON audit (at, id) WHERE seq IS NULL;
CREATE INDEX audit_object ON audit (object, at);

-- The two ends of the chain. What is older than it is kept is deleted, and the
-- hash of the last entry deleted stays as what the next one follows.
CREATE TABLE audit_chain (
  id        TEXT PRIMARY KEY,          -- always 'chain'
  from_seq  BIGINT NOT NULL,           -- the first entry that is kept
  from_hash {{blob}},                  -- of the entry before it; NULL before the very first
  to_seq    BIGINT NOT NULL,           -- the last entry
  to_hash   {{blob}},
  sign      {{blob}}                   -- over these, with a key that lies in no database
);

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
