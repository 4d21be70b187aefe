-- The words of published texts, by which they are found. All of it follows from
-- the rooms' own tables.

CREATE TABLE search_text (
  id    BIGINT PRIMARY KEY,             -- follows from kind, thing and language
  kind  TEXT NOT NULL,                  -- event, series, post
  thing TEXT NOT NULL,                  -- its id in its room
  lang  TEXT NOT NULL,
  members BOOLEAN NOT NULL,             -- TRUE: found by who has signed in
  at    BIGINT,                         -- of two equally good ones the later comes first
  sum   TEXT NOT NULL                   -- of the texts that were put here
);
CREATE INDEX search_text_thing ON search_text (kind, thing);

CREATE TABLE search_word (
  lang   TEXT NOT NULL,                 -- whose rules it was cut by, '' = none
  word   TEXT NOT NULL,                 -- folded, or a stem
  text   BIGINT NOT NULL REFERENCES search_text (id),
  weight INTEGER NOT NULL,              -- how much it counts: title, short texts, body
  PRIMARY KEY (lang, word, text)
);
-- By which rules all texts have been put, so that a house whose search is younger
-- than its texts, or cuts them in a new way, puts them anew.
CREATE TABLE search_rules (
  rules TEXT PRIMARY KEY
);
CREATE INDEX search_word_text ON search_word (text);
