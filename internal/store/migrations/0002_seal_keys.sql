-- The wrapped key of each owner: a person, a sealed set, an upload. Whoever
-- deletes a row has erased what was sealed with it.

CREATE TABLE keys (
  owner   TEXT PRIMARY KEY,
  wrapped {{blob}} NOT NULL,            -- number of the root | nonce | key and tag
  made    BIGINT NOT NULL
);

-- Which root keys this data was sealed with. It stays in data backups, which
-- have no rows of keys, so that a restore with the wrong key file is refused.
CREATE TABLE root_key (
  id    TEXT PRIMARY KEY,               -- what the key file calls itself
  made  BIGINT NOT NULL
);
