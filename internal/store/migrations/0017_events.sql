-- Events: what the calendar shows beside the sessions of series, on one date or
-- many, and who has a place. Planned times are wall text in the event's zone.

CREATE TABLE event (
  id            TEXT PRIMARY KEY,
  slug          TEXT NOT NULL UNIQUE,
  chapter       TEXT REFERENCES chapter (id),
  state         TEXT NOT NULL,          -- draft, published, cancelled
  visibility    TEXT NOT NULL,          -- public, members, invited
  kind          TEXT NOT NULL,          -- meeting, assembly, workshop …
  title         TEXT NOT NULL,
  description   TEXT NOT NULL,
  languages     TEXT NOT NULL,          -- spoken, JSON
  interpreted   TEXT NOT NULL,          -- interpreted into, JSON
  contact_name  TEXT NOT NULL,
  contact_email TEXT NOT NULL,
  parties       TEXT NOT NULL,          -- hosts, partners, sponsors, speakers, moderators, JSON
  zone          TEXT NOT NULL,
  show_zones    TEXT NOT NULL,
  start         TEXT NOT NULL,
  length        INTEGER NOT NULL,       -- minutes
  doors         TEXT NOT NULL,          -- '' = nothing is said
  rule          TEXT NOT NULL,          -- how the dates repeat, JSON, '' = they are chosen
  venue         TEXT NOT NULL,
  online        TEXT NOT NULL,          -- the call's address
  online_open   BOOLEAN NOT NULL,       -- TRUE: everybody may see it
  agenda        TEXT NOT NULL,
  entry         TEXT NOT NULL,          -- whether, when and for what one registers, JSON
  part_of       TEXT NOT NULL,          -- a partner's series, JSON
  image         TEXT NOT NULL DEFAULT '',
  image_text    TEXT NOT NULL,
  version       INTEGER NOT NULL,
  ends_at       BIGINT,                 -- when the last date is over, for lists; follows from the planned times
  made_at       BIGINT NOT NULL,
  changed_at    BIGINT NOT NULL
);
CREATE INDEX event_ends ON event (ends_at);
CREATE INDEX event_chapter ON event (chapter);

CREATE TABLE event_date (
  id           TEXT PRIMARY KEY,
  event        TEXT NOT NULL REFERENCES event (id),
  date         TEXT NOT NULL,
  start        TEXT NOT NULL,           -- '' = the event's
  length       INTEGER NOT NULL,        -- 0 = the event's
  status       TEXT NOT NULL,           -- scheduled, tentative, held, cancelled, skipped
  rule_day     TEXT NOT NULL,           -- the day that the rule gave it, '' = added by hand
  theme        TEXT NOT NULL,
  venue        TEXT NOT NULL,
  online       TEXT NOT NULL,
  speakers     TEXT NOT NULL,
  links        TEXT NOT NULL,           -- recordings and materials, JSON
  places       TEXT NOT NULL,           -- limits of its own, JSON
  here_places  INTEGER,                 -- the limits that hold, NULL = none
  here_taken   INTEGER NOT NULL DEFAULT 0,
  online_places INTEGER,
  online_taken INTEGER NOT NULL DEFAULT 0,
  sequence     INTEGER NOT NULL DEFAULT 0,
  was          TEXT NOT NULL DEFAULT '', -- when it was to begin as people were first told, '' = it was not moved
  changed_at   BIGINT NOT NULL
);
CREATE INDEX event_date_event ON event_date (event, date);

CREATE TABLE event_share (               -- chapters that show another's event in their calendar
  event   TEXT NOT NULL REFERENCES event (id),
  chapter TEXT NOT NULL REFERENCES chapter (id),
  PRIMARY KEY (event, chapter)
);
CREATE INDEX event_share_chapter ON event_share (chapter);

CREATE TABLE event_registration (
  id           TEXT PRIMARY KEY,
  event        TEXT NOT NULL REFERENCES event (id),
  date         TEXT NOT NULL DEFAULT '', -- for one date, '' = for all
  person       TEXT NOT NULL,
  way          TEXT NOT NULL,            -- here, online
  state        TEXT NOT NULL,            -- registered, waitlisted, offered, cancelled
  rank         BIGINT,                   -- place in the waiting list
  answers      {{blob}},                 -- sealed with the person's key
  zone         TEXT NOT NULL,
  language     TEXT NOT NULL,
  answered_at  BIGINT,                   -- when the person pressed a button reached from their mail
  hold_until   BIGINT,
  offer_until  BIGINT,
  undo_state   TEXT NOT NULL DEFAULT '', -- what undoing a cancellation gives back
  cancelled_at BIGINT,
  confirmed_at BIGINT,                   -- when a confirmation was last sent
  reminders    BOOLEAN NOT NULL DEFAULT TRUE,
  sequence     INTEGER NOT NULL DEFAULT 0, -- grows when the place is given up or taken back
  generation   INTEGER NOT NULL DEFAULT 0,
  made_at      BIGINT NOT NULL,
  UNIQUE (event, person, date)
);
CREATE INDEX event_registration_person ON event_registration (person);
CREATE INDEX event_registration_waiting ON event_registration (event, rank);
CREATE INDEX event_registration_hold ON event_registration (hold_until);
CREATE INDEX event_registration_offer ON event_registration (offer_until);

CREATE TABLE event_attendance (
  date         TEXT NOT NULL REFERENCES event_date (id),
  registration TEXT NOT NULL REFERENCES event_registration (id),
  there        BOOLEAN NOT NULL,
  at           BIGINT NOT NULL,
  PRIMARY KEY (date, registration)
);

-- What everybody of a date has been told already, so that it is told once.
CREATE TABLE event_told (
  date TEXT NOT NULL REFERENCES event_date (id),
  kind TEXT NOT NULL,                    -- of the mail
  at   BIGINT NOT NULL,
  PRIMARY KEY (date, kind)
);

-- Letters to all of a date, on their way into the outbox in slices.
CREATE TABLE event_letter (
  date    TEXT NOT NULL REFERENCES event_date (id),
  kind    TEXT NOT NULL,                 -- of the mail
  was     TEXT NOT NULL,                 -- of a change: how the date stood before, JSON
  since   BIGINT NOT NULL,               -- who registered later knows it already
  send_at BIGINT NOT NULL,
  reached TEXT NOT NULL DEFAULT '',      -- the last registration that was written to
  PRIMARY KEY (date, kind)
);
