-- Events that came in from elsewhere: which file brought them, so that it can
-- be undone, and what their origin calls them, so that the same file again
-- changes nothing.

CREATE TABLE event_import (
  id        TEXT PRIMARY KEY,
  chapter   TEXT REFERENCES chapter (id), -- into which, NULL = the network
  format    TEXT NOT NULL,                -- calendar, mobilize, action-network, gancio
  name      TEXT NOT NULL,                -- of the file
  upload    TEXT NOT NULL,                -- the file itself, until its events are drafts; '' = it is gone
  zone      TEXT NOT NULL,                -- for hours that name none
  language  TEXT NOT NULL,                -- for texts that do not say theirs
  state     TEXT NOT NULL,                -- open, running, done, undoing, undone
  job       TEXT NOT NULL,
  total     INTEGER NOT NULL,             -- events in the file
  reached   INTEGER NOT NULL,             -- how many of them are through
  refused   INTEGER NOT NULL,             -- events that could not be kept after all
  made_at   BIGINT NOT NULL,
  began_at  BIGINT,
  ended_at  BIGINT
);
CREATE INDEX event_import_made ON event_import (made_at);

-- What an import did to an event. Both rows go with their event, which its
-- team may delete at any time.
CREATE TABLE event_import_item (
  import TEXT NOT NULL REFERENCES event_import (id) ON DELETE CASCADE,
  event  TEXT NOT NULL REFERENCES event (id) ON DELETE CASCADE,
  did    TEXT NOT NULL,                   -- made, updated
  before TEXT NOT NULL,                   -- of an updated one: what it was, JSON
  PRIMARY KEY (import, event)
);
CREATE INDEX event_import_item_event ON event_import_item (event);

CREATE TABLE event_source (
  event   TEXT PRIMARY KEY REFERENCES event (id) ON DELETE CASCADE,
  home    TEXT NOT NULL,                  -- id of the chapter that it was brought into, '' = the network
  source  TEXT NOT NULL,                  -- what its origin calls it
  digest  {{blob}} NOT NULL,              -- of what its origin says of it
  version INTEGER NOT NULL,               -- of the event as an import left it: a higher one was touched
  UNIQUE (home, source)
);
