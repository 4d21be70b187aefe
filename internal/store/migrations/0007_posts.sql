-- Published texts: write-ups for now; statements, updates and news later.

CREATE TABLE post (
  id           TEXT PRIMARY KEY,
  slug         TEXT NOT NULL UNIQUE,
  kind         TEXT NOT NULL,            -- write-up
  about        TEXT NOT NULL,            -- the session's id, '' = nothing in particular
  state        TEXT NOT NULL,            -- draft, published
  title        TEXT NOT NULL,            -- i18n.Text
  body         TEXT NOT NULL,            -- Markdown, i18n.Text
  written_by   TEXT NOT NULL,
  version      INTEGER NOT NULL,
  made_at      BIGINT NOT NULL,
  changed_at   BIGINT NOT NULL,
  published_at BIGINT
);
CREATE INDEX post_about ON post (about);
