-- The ground floor's own tables: the change counter, facts about the house,
-- and the jobs.

-- One row, raised by every group of writes that changed something.
CREATE TABLE store_change (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  n  BIGINT NOT NULL
);
INSERT INTO store_change (id, n) VALUES (1, 1);

-- Facts about the instance that are not settings: its id, for instance.
CREATE TABLE house (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

-- Work to be done later. Done jobs are deleted, failed ones stay to be seen.
-- A running job is due again when its lease ends.
CREATE TABLE job (
  id         TEXT PRIMARY KEY,
  kind       TEXT NOT NULL,
  unique_key TEXT,                      -- at most one waiting job of a kind has it
  payload    TEXT NOT NULL,             -- JSON; ids only, nothing personal
  asked_by   TEXT NOT NULL,             -- who asked, as auth writes it
  keep       BOOLEAN NOT NULL,          -- stays to be seen for a day when it is done
  state      TEXT NOT NULL,             -- waiting, running, failed, done
  due_at     BIGINT NOT NULL,           -- waiting: when to run; running: end of the lease; else: when to forget it
  made_at    BIGINT NOT NULL,
  attempts   INTEGER NOT NULL,
  lease      TEXT NOT NULL,             -- who runs it: a new id at each claim
  progress   {{real}} NOT NULL,         -- 0 to 1
  note       TEXT NOT NULL,             -- what it is doing or why it failed: a message and its values, JSON
  fault      TEXT NOT NULL              -- the latest failure, for operators
);
CREATE INDEX job_due ON job (state, due_at);
CREATE UNIQUE INDEX job_unique ON job (kind, unique_key) WHERE state = 'waiting';

-- When each schedule runs next.
CREATE TABLE job_schedule (
  kind    TEXT PRIMARY KEY,
  next_at BIGINT NOT NULL
);
