-- The network itself, its chapters, and the people it knows.

CREATE TABLE network (
  id         TEXT PRIMARY KEY,          -- always 'network'
  name       TEXT NOT NULL,             -- i18n.Text
  promise    TEXT,                      -- one sentence for the front page, i18n.Text
  languages  TEXT NOT NULL,             -- JSON list
  zone       TEXT NOT NULL,
  colour     TEXT NOT NULL,             -- #rrggbb
  logo       {{blob}},
  logo_type  TEXT NOT NULL DEFAULT '',
  contact_name  TEXT NOT NULL DEFAULT '',
  contact_email TEXT NOT NULL DEFAULT '',
  setup_hash {{blob}},                  -- SHA-256 of the one-time set-up secret
  set_up_at  BIGINT
);

CREATE TABLE chapter (
  id            TEXT PRIMARY KEY,
  slug          TEXT NOT NULL UNIQUE,
  parent        TEXT REFERENCES chapter (id),
  name          TEXT NOT NULL,
  description   TEXT,
  zone          TEXT NOT NULL,
  contact_name  TEXT NOT NULL DEFAULT '',
  contact_email TEXT NOT NULL DEFAULT '',
  made_at       BIGINT NOT NULL
);

CREATE TABLE person (
  id         TEXT PRIMARY KEY,
  name       {{blob}},                  -- sealed
  address    {{blob}},                  -- sealed
  address_ix {{blob}} UNIQUE,           -- blind index of the address
  zone       TEXT NOT NULL,
  language   TEXT NOT NULL,
  entered_by TEXT,                      -- who entered them, if they did not do it themselves
  told_at    BIGINT,                    -- when they were told so
  proven_at  BIGINT,                    -- when a button reached from their mail was pressed
  generation INTEGER NOT NULL DEFAULT 0, -- of their carried links
  made_at    BIGINT NOT NULL
);

-- An address that asked never to be written to again. The hash is made with a
-- key of its own, which no rotation changes.
CREATE TABLE suppressed (
  hash {{blob}} PRIMARY KEY,
  at   BIGINT NOT NULL
);
