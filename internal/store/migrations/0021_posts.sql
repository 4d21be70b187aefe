-- Posts of the network and its chapters: who reads them where, their versions,
-- a second person's yes, when they go out, and addresses they once had.

ALTER TABLE post ADD COLUMN chapter TEXT;                    -- its id, NULL = the network's own
ALTER TABLE post ADD COLUMN lang TEXT NOT NULL DEFAULT '';   -- of the original, '' = the first there is
ALTER TABLE post ADD COLUMN corrections TEXT NOT NULL DEFAULT ''; -- JSON, the latest first
ALTER TABLE post ADD COLUMN related TEXT NOT NULL DEFAULT '';     -- events and series, JSON
ALTER TABLE post ADD COLUMN original_at INTEGER NOT NULL DEFAULT 0; -- the version that last changed the original
ALTER TABLE post ADD COLUMN translated TEXT NOT NULL DEFAULT '';  -- the version at which each translation fitted, JSON
ALTER TABLE post ADD COLUMN shown INTEGER NOT NULL DEFAULT 0;     -- the version that is read, 0 = none was yet
ALTER TABLE post ADD COLUMN goes_out TEXT NOT NULL DEFAULT '';      -- planned, wall time
ALTER TABLE post ADD COLUMN goes_out_zone TEXT NOT NULL DEFAULT '';
ALTER TABLE post ADD COLUMN goes_out_at BIGINT;              -- NULL = it is not planned, or did not go out
ALTER TABLE post ADD COLUMN goes_out_by TEXT;
ALTER TABLE post ADD COLUMN withdrawn_at BIGINT;
ALTER TABLE post ADD COLUMN withdrawn_why TEXT NOT NULL DEFAULT '';
ALTER TABLE post ADD COLUMN withdrawn_lang TEXT NOT NULL DEFAULT '';

UPDATE post SET shown = version WHERE state = 'published';

CREATE INDEX post_published ON post (state, published_at);
CREATE INDEX post_goes_out ON post (goes_out_at);

-- Every text that was ever saved.
CREATE TABLE post_version (
  post        TEXT NOT NULL REFERENCES post (id),
  n           INTEGER NOT NULL,
  title       TEXT NOT NULL,
  body        TEXT NOT NULL,
  lang        TEXT NOT NULL,
  corrections TEXT NOT NULL,
  related     TEXT NOT NULL,
  original_at INTEGER NOT NULL,
  translated  TEXT NOT NULL,
  by_whom     TEXT NOT NULL,
  at          BIGINT NOT NULL,
  PRIMARY KEY (post, n)
);

INSERT INTO post_version (post, n, title, body, lang, corrections, related, original_at, translated, by_whom, at)
SELECT id, version, title, body, '', '', '', 0, '', written_by, changed_at FROM post;

-- What a second person was asked, and what they said.
CREATE TABLE post_review (
  id       TEXT PRIMARY KEY,
  post     TEXT NOT NULL REFERENCES post (id),
  version  INTEGER NOT NULL,            -- that they were shown; 0 = not yet answered
  asked_by TEXT,                        -- NULL = nobody asked
  asked_at BIGINT,
  reviewer TEXT,                        -- who is asked, NULL = anybody who may; then who answered
  answer   TEXT NOT NULL,               -- '' = none yet, yes, mend
  note     TEXT NOT NULL,
  answered_at BIGINT
);
CREATE INDEX post_review_post ON post_review (post);

-- Addresses that a published text had before; they lead on to it.
CREATE TABLE post_address (
  slug TEXT PRIMARY KEY,
  post TEXT NOT NULL REFERENCES post (id)
);

-- How the network publishes.
CREATE TABLE post_rules (
  id         TEXT PRIMARY KEY,          -- 'network'
  second_yes BOOLEAN NOT NULL           -- nothing goes out on one person's word
);
