-- Forms that were sent, so that one sent twice counts once.

CREATE TABLE once (
  hash   {{blob}} PRIMARY KEY,
  answer TEXT,                          -- where the first one was led, sealed with the form's own value
  at     BIGINT NOT NULL
);
CREATE INDEX once_at ON once (at);
