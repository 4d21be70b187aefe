-- Circles: who says yes to one and when they are free, proposals of how all
-- can meet, the circles that came of them, and who leads each meeting.
-- Weekly hours are wall time in a zone; a meeting is a date and an hour in its
-- circle's zone.

CREATE TABLE cohort (                    -- the people from whom circles are formed together
  id        TEXT PRIMARY KEY,
  kind      TEXT NOT NULL,               -- series; communities come later
  subject   TEXT NOT NULL,               -- the id of the series
  rules     TEXT NOT NULL,               -- what the organiser asks of the circles, JSON
  safety    TEXT NOT NULL DEFAULT '',    -- the person who may see who is to be kept apart, '' = nobody yet
  safety_name {{blob}},                  -- what members are told they are called, sealed with the cohort's key
  published TEXT NOT NULL DEFAULT '',    -- the proposal that the circles came of, '' = none yet
  version   INTEGER NOT NULL DEFAULT 0,  -- grows with each change that a forming job must not overwrite
  UNIQUE (kind, subject)
);

CREATE TABLE availability (              -- entered once, used for every circle
  person     TEXT PRIMARY KEY,
  zone       TEXT NOT NULL,              -- in which the hours are meant
  hours      {{blob}},                   -- "MON 18:00-21:30;…", sealed with the person's key
  changed_at BIGINT NOT NULL
);

CREATE TABLE interest (                  -- somebody says yes to a circle
  id          TEXT PRIMARY KEY,
  cohort      TEXT NOT NULL REFERENCES cohort (id),
  person      TEXT NOT NULL,
  state       TEXT NOT NULL,             -- yes, withdrawn
  languages   TEXT NOT NULL,             -- in the order they like, JSON
  track       TEXT NOT NULL DEFAULT '',  -- letter, '' = any
  leads       BOOLEAN NOT NULL,          -- ready to facilitate
  wishes      {{blob}},                  -- own group, together, apart, access: JSON, sealed with the person's key
  delegation  TEXT,                      -- the group they came with
  zone        TEXT NOT NULL,             -- in which they are told their hours
  language    TEXT NOT NULL,             -- in which they are told them
  answered_at BIGINT,                    -- when they pressed a button reached from their mail
  confirmed_at BIGINT,                   -- when they were told that their yes counts
  why         {{blob}},                  -- they have no circle, and what would help: JSON, sealed with the person's key
  told_at     BIGINT,                    -- when they were told why they have no circle
  sequence    INTEGER NOT NULL DEFAULT 0, -- of the invitations they have; grows with each move
  generation  INTEGER NOT NULL DEFAULT 0,
  made_at     BIGINT NOT NULL,
  changed_at  BIGINT NOT NULL,
  UNIQUE (cohort, person)
);
CREATE INDEX interest_person ON interest (person);

CREATE TABLE proposal (                  -- one way in which all could meet
  id         TEXT PRIMARY KEY,
  cohort     TEXT NOT NULL REFERENCES cohort (id),
  state      TEXT NOT NULL,              -- forming, stopping, ready, failed, publishing, published
  held_at    BIGINT NOT NULL,            -- when it was last held against what people say
  base       TEXT NOT NULL DEFAULT '',   -- the proposal it was formed from
  step       INTEGER NOT NULL DEFAULT 0, -- of its steps, the one that is shown
  job        TEXT NOT NULL DEFAULT '',
  seed       BIGINT NOT NULL,
  made_by    TEXT NOT NULL,
  made_at    BIGINT NOT NULL
);
CREATE INDEX proposal_cohort ON proposal (cohort, made_at);

CREATE TABLE proposal_step (             -- what a proposal was before and after each change, so that it can be undone
  proposal TEXT NOT NULL REFERENCES proposal (id),
  n        INTEGER NOT NULL,
  what     TEXT NOT NULL,                -- formed, moved, pinned, dissolved … with how many, JSON
  card     TEXT NOT NULL,                -- its quality in numbers, JSON
  placed   {{blob}} NOT NULL,            -- who is in which circle, who in none and why, pins: sealed with the cohort's key
  at       BIGINT NOT NULL,
  PRIMARY KEY (proposal, n)
);

CREATE TABLE circle (
  id         TEXT PRIMARY KEY,
  cohort     TEXT NOT NULL REFERENCES cohort (id),
  code       TEXT NOT NULL,              -- C00042, as in the proposal
  name       {{blob}},                   -- as its members call it, sealed with the circle's key
  language   TEXT NOT NULL,
  track      TEXT NOT NULL,
  zone       TEXT NOT NULL,              -- whose clocks its hour follows
  start      TEXT NOT NULL,
  length     INTEGER NOT NULL,           -- minutes
  state      TEXT NOT NULL,              -- meets, dissolved
  secret     {{blob}} NOT NULL,          -- of its call's address, sealed with the circle's key
  notes      {{blob}},                   -- what its members write together, sealed with the circle's key
  notes_version INTEGER NOT NULL DEFAULT 0,
  made_at    BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  UNIQUE (cohort, code)
);

CREATE TABLE placement (                 -- who is in which circle
  interest   TEXT PRIMARY KEY REFERENCES interest (id),
  circle     TEXT NOT NULL REFERENCES circle (id),
  reminders  BOOLEAN NOT NULL DEFAULT TRUE,
  ask        {{blob}},                   -- why they ask to be moved, sealed with the person's key
  asked_at   BIGINT,
  placed_at  BIGINT NOT NULL,
  told_at    BIGINT                      -- when a letter last told them of it
);
CREATE INDEX placement_circle ON placement (circle);

CREATE TABLE meeting (                   -- a circle meets
  id       TEXT PRIMARY KEY,
  circle   TEXT NOT NULL REFERENCES circle (id),
  n        INTEGER NOT NULL,             -- 1, 2 …; the theme and question are the series'
  date     TEXT NOT NULL,                -- in the circle's zone
  status   TEXT NOT NULL,                -- tentative, scheduled, held, cancelled
  lead     TEXT NOT NULL DEFAULT '',     -- the interest of who facilitates, '' = nobody yet
  second   TEXT NOT NULL DEFAULT '',
  sequence INTEGER NOT NULL DEFAULT 0,
  reminded TEXT NOT NULL DEFAULT '',     -- day-before, hour-before
  UNIQUE (circle, n)
);
CREATE INDEX meeting_date ON meeting (date);

CREATE TABLE swap (                      -- one facilitator asks another to take a meeting
  id        TEXT PRIMARY KEY,
  meeting   TEXT NOT NULL REFERENCES meeting (id),
  giver     TEXT NOT NULL,               -- interest
  taker     TEXT NOT NULL,               -- interest, '' = whoever can
  state     TEXT NOT NULL,               -- asked, taken, declined, withdrawn
  made_at   BIGINT NOT NULL,
  settled_at BIGINT
);
CREATE INDEX swap_meeting ON swap (meeting);

CREATE TABLE presence (                  -- who was at a circle's meeting
  meeting  TEXT NOT NULL REFERENCES meeting (id),
  interest TEXT NOT NULL REFERENCES interest (id),
  there    BOOLEAN NOT NULL,
  at       BIGINT NOT NULL,
  PRIMARY KEY (meeting, interest)
);

CREATE TABLE pulse (                     -- how a meeting went, in its facilitator's eyes
  meeting TEXT PRIMARY KEY REFERENCES meeting (id),
  value   INTEGER NOT NULL,              -- 1 to 5; 0 = they would rather not say
  note    {{blob}},                      -- sealed with the circle's key
  at      BIGINT NOT NULL
);

-- The code that was mailed to open the names of others behind a carried link:
-- of a group, of a circle. One at a time. (Codes of before live 15 minutes.)
DROP TABLE delegation_code;
CREATE TABLE link_code (
  id      TEXT PRIMARY KEY,              -- the link's purpose and what it opens
  browser {{blob}} NOT NULL,             -- keyed hash of the asking browser's cookie
  code    {{blob}} NOT NULL,             -- keyed hash of the mailed code
  tries   INTEGER NOT NULL DEFAULT 0,
  sent    INTEGER NOT NULL DEFAULT 1,    -- codes mailed since sent_at
  sent_at BIGINT NOT NULL,
  until   BIGINT NOT NULL
);
