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
CREATE TABLE job (
  id        TEXT PRIMARY KEY,
  kind      TEXT NOT NULL,
  unique_key TEXT,                      -- at most one waiting job of a kind with the same key
  payload   TEXT NOT NULL,              -- JSON; ids only, nothing personal
  asked_by  TEXT NOT NULL,              -- JSON made by auth: who asked
  state     TEXT NOT NULL,              -- waiting, running, failed, done
  run_at    BIGINT NOT NULL,
  made_at   BIGINT NOT NULL,
  ended_at  BIGINT,
  attempts  INTEGER NOT NULL DEFAULT 0,
  lease     TEXT,                       -- who runs it: a new id at each claim
  lease_until BIGINT,
  progress  {{real}} NOT NULL DEFAULT 0,
  text      TEXT NOT NULL DEFAULT '',   -- what it is doing, a message with its values as JSON
  error     TEXT NOT NULL DEFAULT ''    -- why it failed, safe to show to operators
);
CREATE INDEX job_due ON job (state, run_at);
CREATE UNIQUE INDEX job_unique ON job (kind, unique_key) WHERE state = 'waiting';

-- When each schedule runs next.
CREATE TABLE job_schedule (
  kind    TEXT PRIMARY KEY,
  next_at BIGINT NOT NULL
);
