-- What keeps floods away, and what people say of one another: quotas, refused
-- invitations, reports, freezing, and agreements.

-- How many forms came from a network or named an address. A bucket is a keyed
-- hash under the salt of its day; both are forgotten after a day.
CREATE TABLE quota (
  bucket {{blob}} NOT NULL,
  hour   BIGINT NOT NULL,               -- since 1970
  node   TEXT NOT NULL,                 -- the process that counted, so that none waits for another
  n      INTEGER NOT NULL,
  PRIMARY KEY (bucket, hour, node)
);
CREATE INDEX quota_hour ON quota (hour);

CREATE TABLE quota_day (
  day  TEXT PRIMARY KEY,                -- UTC
  salt {{blob}} NOT NULL
);

-- Steps that were taken once a quota was used up: each counts once.
CREATE TABLE quota_step (
  hash  {{blob}} PRIMARY KEY,
  until BIGINT NOT NULL
);
CREATE INDEX quota_step_until ON quota_step (until);

-- How many were invited in the name of a contact person, and how many of them
-- pressed "This was not me".
CREATE TABLE contact_pace (
  contact  TEXT PRIMARY KEY,
  hour     BIGINT NOT NULL DEFAULT 0,   -- in which the last were told
  in_hour  INTEGER NOT NULL DEFAULT 0,
  day      TEXT NOT NULL DEFAULT '',
  in_day   INTEGER NOT NULL DEFAULT 0,
  told     INTEGER NOT NULL DEFAULT 0,  -- in all
  refused  INTEGER NOT NULL DEFAULT 0,
  forgiven INTEGER NOT NULL DEFAULT 0   -- refusals that organisers have looked into
);

-- Groups from a network that has entered many strangers today: nobody is told
-- before the contact person answers.
CREATE TABLE delegation_wary (
  delegation TEXT PRIMARY KEY
);

-- What somebody reported, sealed with a key of its own.
CREATE TABLE report (
  id         TEXT PRIMARY KEY,
  kind       TEXT NOT NULL,             -- post, person, message, other
  about      TEXT NOT NULL,             -- the slug or id of it
  reason     {{blob}},
  answer_to  {{blob}},                  -- address of who reported, if they gave one
  language   TEXT NOT NULL,             -- of who reported
  state      TEXT NOT NULL,             -- open, nothing, hidden, frozen
  made_at    BIGINT NOT NULL,
  decided_by TEXT,
  decided_at BIGINT
);
CREATE INDEX report_state ON report (state, made_at);
CREATE INDEX report_decided ON report (decided_at);

-- People who may not write for now.
CREATE TABLE frozen (
  person TEXT PRIMARY KEY,
  why    {{blob}},                      -- sealed with their key
  by_whom TEXT NOT NULL,
  at     BIGINT NOT NULL
);

ALTER TABLE post ADD COLUMN hidden_at BIGINT;
ALTER TABLE post ADD COLUMN hidden_why TEXT;

-- What members agree to. A version that somebody agreed to never changes.
CREATE TABLE agreement (
  version INTEGER PRIMARY KEY,
  text    TEXT NOT NULL,                -- i18n.Text, Markdown
  summary TEXT NOT NULL,                -- i18n.Text
  changes TEXT,                         -- i18n.Text: what is new since the version before
  made_at BIGINT NOT NULL,
  made_by TEXT NOT NULL
);

CREATE TABLE agreement_yes (
  person  TEXT NOT NULL,
  version INTEGER NOT NULL,
  at      BIGINT NOT NULL,
  PRIMARY KEY (person, version)
);

-- Series that ask nobody to agree.
CREATE TABLE agreement_free (
  series TEXT PRIMARY KEY
);
