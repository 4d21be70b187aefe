-- Sign-ins, the tokens that open them, grants and the audit log.

CREATE TABLE sign_in (
  id        TEXT PRIMARY KEY,
  hash      {{blob}} NOT NULL UNIQUE,   -- SHA-256 of the cookie's secret
  person    TEXT NOT NULL,
  tier      INTEGER NOT NULL,
  label     TEXT NOT NULL,              -- "phone" or "computer": no address, no user agent
  made_at   BIGINT NOT NULL,
  seen_on   TEXT NOT NULL,              -- a day is enough
  until     BIGINT NOT NULL
);
CREATE INDEX sign_in_person ON sign_in (person);

CREATE TABLE sign_in_token (
  hash      {{blob}} PRIMARY KEY,       -- SHA-256 of the mailed token
  person    TEXT NOT NULL,
  tier      INTEGER NOT NULL,           -- what the sign-in will be worth
  browser   {{blob}},                   -- SHA-256 of the asking browser's cookie; NULL = any browser
  code_hash {{blob}} NOT NULL,          -- keyed hash of the mailed code
  tries     INTEGER NOT NULL DEFAULT 0,
  then_to   TEXT NOT NULL DEFAULT '',   -- where to go after
  until     BIGINT NOT NULL,
  used_at   BIGINT
);
CREATE INDEX sign_in_token_browser ON sign_in_token (browser);
CREATE INDEX sign_in_token_person ON sign_in_token (person, until);
CREATE INDEX sign_in_token_until ON sign_in_token (until);

CREATE TABLE grants (
  person     TEXT NOT NULL,
  verb       TEXT NOT NULL,
  scope_kind TEXT NOT NULL,
  scope_id   TEXT NOT NULL,
  given_by   TEXT NOT NULL,
  given_at   BIGINT NOT NULL,
  PRIMARY KEY (person, verb, scope_kind, scope_id)
);

CREATE TABLE audit (
  id     TEXT PRIMARY KEY,
  at     BIGINT NOT NULL,
  actor  TEXT NOT NULL,                 -- a person's id, "console" or "system"
  verb   TEXT NOT NULL,
  object TEXT NOT NULL,
  count  INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX audit_at ON audit (at);
