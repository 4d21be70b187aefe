-- Series, their tracks and sessions; registrations, groups, attendance.
-- Planned times are wall text in a zone; instants are only for what happened.

CREATE TABLE series (
  id            TEXT PRIMARY KEY,
  slug          TEXT NOT NULL UNIQUE,
  chapter       TEXT REFERENCES chapter (id),
  state         TEXT NOT NULL,          -- draft, published, cancelled, archived
  visibility    TEXT NOT NULL,          -- public, members, invited
  title         TEXT NOT NULL,
  description   TEXT NOT NULL,
  audience      TEXT NOT NULL,
  languages     TEXT NOT NULL,
  contact_name  TEXT NOT NULL,
  contact_email TEXT NOT NULL,
  parties       TEXT NOT NULL,          -- hosts, partners, speakers
  zone          TEXT NOT NULL,
  show_zones    TEXT NOT NULL,
  opens         TEXT NOT NULL,          -- wall time in zone, '' = at once
  closes        TEXT NOT NULL,          -- wall time in zone, the last open minute, '' = when it ends
  open_for      TEXT NOT NULL,          -- anyone, groups, members, invited
  group_min     INTEGER NOT NULL,
  group_max     INTEGER NOT NULL,
  places        INTEGER,                -- NULL = no limit
  taken         INTEGER NOT NULL DEFAULT 0,
  waitlist      BOOLEAN NOT NULL,
  questions     TEXT NOT NULL,
  start         TEXT NOT NULL,
  length        INTEGER NOT NULL,       -- minutes
  join_url      TEXT NOT NULL,
  circles       TEXT NOT NULL,          -- the file's circles part, '' = none
  version       INTEGER NOT NULL,
  made_at       BIGINT NOT NULL,
  changed_at    BIGINT NOT NULL
);

CREATE TABLE track (
  id        TEXT PRIMARY KEY,
  series    TEXT NOT NULL REFERENCES series (id),
  n         INTEGER NOT NULL,
  letter    TEXT NOT NULL,              -- the file's id: A, B …
  title     TEXT NOT NULL,
  start     TEXT NOT NULL,
  languages TEXT NOT NULL,
  places    INTEGER,
  taken     INTEGER NOT NULL DEFAULT 0,
  UNIQUE (series, letter)
);

CREATE TABLE session (
  id         TEXT PRIMARY KEY,
  series     TEXT NOT NULL REFERENCES series (id),
  n          INTEGER NOT NULL,          -- 1, 2 …; a cancelled session keeps its number
  date       TEXT NOT NULL,
  start      TEXT NOT NULL,
  starts     TEXT NOT NULL,             -- per track letter, JSON
  length     INTEGER NOT NULL,          -- 0 = the series'
  zone       TEXT NOT NULL,             -- '' = the series'
  theme      TEXT NOT NULL,
  question   TEXT NOT NULL,
  activity   TEXT NOT NULL,
  kind       TEXT NOT NULL,             -- plenary, session, workshop, meeting
  status     TEXT NOT NULL,             -- tentative, scheduled, held, cancelled
  place      TEXT NOT NULL,
  online     TEXT NOT NULL,
  places     INTEGER,
  languages  TEXT NOT NULL,
  parties    TEXT NOT NULL,
  assignment TEXT NOT NULL,
  links      TEXT NOT NULL DEFAULT '',  -- recordings and materials, JSON
  sequence   INTEGER NOT NULL DEFAULT 0, -- grows with each change that invitations carry
  changed_at BIGINT NOT NULL,
  UNIQUE (series, n)
);

CREATE TABLE delegation (                -- a group registered by its contact person
  id           TEXT PRIMARY KEY,
  series       TEXT NOT NULL REFERENCES series (id),
  track        TEXT REFERENCES track (id),
  contact      TEXT NOT NULL,            -- the contact person's id
  organisation {{blob}},                 -- sealed with the contact person's key
  state        TEXT NOT NULL,            -- draft, registered, waitlisted, offered, cancelled
  size         INTEGER NOT NULL,         -- places it needs: its members, and who is still to be written down
  adding       INTEGER NOT NULL DEFAULT 0, -- of these, who is still to be written down
  rank         BIGINT,                   -- place in the waiting list
  receives     TEXT NOT NULL,            -- contact, members, both
  zone         TEXT NOT NULL,
  language     TEXT NOT NULL,
  answered_at  BIGINT,                   -- when the contact person pressed a button reached from their mail
  hold_until   BIGINT,
  offer_until  BIGINT,
  undo_state   TEXT NOT NULL DEFAULT '', -- what undoing a cancellation gives back
  cancelled_at BIGINT,
  confirmed_at BIGINT,                   -- when a confirmation was last sent
  generation   INTEGER NOT NULL DEFAULT 0,
  invite       INTEGER NOT NULL DEFAULT 0, -- generation of the invitation link
  reminders    BOOLEAN NOT NULL DEFAULT TRUE, -- FALSE: the contact person wants no reminders
  told_until   BIGINT,                   -- changes of sessions up to here are told
  made_at      BIGINT NOT NULL,
  UNIQUE (series, contact)
);
CREATE INDEX delegation_hold ON delegation (hold_until);
CREATE INDEX delegation_offer ON delegation (offer_until);

-- People of a long list who have their places and are written down in slices.
CREATE TABLE delegation_part (
  id         TEXT PRIMARY KEY,
  delegation TEXT NOT NULL REFERENCES delegation (id),
  n          INTEGER NOT NULL,
  size       INTEGER NOT NULL,
  people     {{blob}} NOT NULL           -- sealed with the contact person's key
);
CREATE INDEX delegation_part_delegation ON delegation_part (delegation, n);

-- The code that was mailed to open the names of a group, one at a time.
CREATE TABLE delegation_code (
  id      TEXT PRIMARY KEY REFERENCES delegation (id),
  browser {{blob}} NOT NULL,             -- keyed hash of the asking browser's cookie
  code    {{blob}} NOT NULL,             -- keyed hash of the mailed code
  tries   INTEGER NOT NULL DEFAULT 0,
  sent    INTEGER NOT NULL DEFAULT 1,    -- codes mailed since sent_at
  sent_at BIGINT NOT NULL,
  until   BIGINT NOT NULL
);

CREATE TABLE registration (
  id           TEXT PRIMARY KEY,
  series       TEXT NOT NULL REFERENCES series (id),
  track        TEXT REFERENCES track (id),
  person       TEXT NOT NULL,
  delegation   TEXT REFERENCES delegation (id),
  state        TEXT NOT NULL,            -- draft, registered, waitlisted, offered, cancelled
  rank         BIGINT,                   -- place in the waiting list, NULL for a group's members
  answers      {{blob}},                 -- sealed with the person's key
  zone         TEXT NOT NULL,
  language     TEXT NOT NULL,
  answered_at  BIGINT,                   -- when the person pressed a button reached from their mail
  opened_at    BIGINT,                   -- when their link was first opened
  hold_until   BIGINT,
  offer_until  BIGINT,
  undo_state   TEXT NOT NULL DEFAULT '', -- what undoing a cancellation gives back
  cancelled_at BIGINT,
  left_by      TEXT NOT NULL DEFAULT '', -- of a cancelled member: '' = themselves, contact, group (cancelled as a whole)
  invited_at   BIGINT,                   -- when who was entered by another was told
  nudged_at    BIGINT,                   -- when the contact person last had them reminded
  confirmed_at BIGINT,                   -- when a confirmation was last sent
  reminders    BOOLEAN NOT NULL DEFAULT TRUE, -- FALSE: wants no reminders and no write-ups
  told_until   BIGINT,                   -- changes of sessions up to here are told
  sequence     INTEGER NOT NULL DEFAULT 0, -- grows when the place is given up or taken back: invitations count it
  generation   INTEGER NOT NULL DEFAULT 0,
  made_at      BIGINT NOT NULL,
  UNIQUE (series, person)
);
CREATE INDEX registration_waiting ON registration (series, rank);
CREATE INDEX registration_hold ON registration (hold_until);
CREATE INDEX registration_offer ON registration (offer_until);
CREATE INDEX registration_person ON registration (person);
CREATE INDEX registration_delegation ON registration (delegation);
CREATE INDEX delegation_waiting ON delegation (series, rank);

-- People of a group's list who had a place of their own before.
CREATE TABLE delegation_also (
  delegation   TEXT NOT NULL REFERENCES delegation (id),
  registration TEXT NOT NULL REFERENCES registration (id),
  PRIMARY KEY (delegation, registration)
);
CREATE INDEX delegation_also_registration ON delegation_also (registration);

CREATE TABLE attendance (
  session      TEXT NOT NULL REFERENCES session (id),
  registration TEXT NOT NULL REFERENCES registration (id),
  there        BOOLEAN NOT NULL,
  how          TEXT NOT NULL,            -- joined, tapped, file
  at           BIGINT NOT NULL,
  PRIMARY KEY (session, registration)
);

-- What everybody has been told already, so that it is told once.
CREATE TABLE announced (
  session TEXT NOT NULL,
  track   TEXT NOT NULL,
  what    TEXT NOT NULL,                 -- day-before, hour-before, write-up
  at      BIGINT NOT NULL,
  PRIMARY KEY (session, track, what)
);

-- Letters to many. They are written into the outbox in slices, by jobs.
CREATE TABLE mailing (
  id        TEXT PRIMARY KEY,
  series    TEXT NOT NULL,
  kind      TEXT NOT NULL,               -- of the mail
  session   TEXT NOT NULL,               -- its id, '' = several
  track     TEXT NOT NULL,               -- its id, '' = all
  was       TEXT NOT NULL,               -- of changes: what the sessions were, JSON
  send_at   BIGINT NOT NULL,             -- when it begins; of one series each at its own instant
  not_after BIGINT,
  changed_at BIGINT NOT NULL,            -- who registered later knows it already
  list      TEXT NOT NULL DEFAULT 'people', -- whom it goes through: people, then groups
  reached   TEXT NOT NULL DEFAULT '',    -- the last of the list who was written to
  done_at   BIGINT
);
CREATE INDEX mailing_due ON mailing (done_at, send_at);
CREATE INDEX mailing_series ON mailing (series, kind, send_at);
