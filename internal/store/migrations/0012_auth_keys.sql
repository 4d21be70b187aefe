-- How people show who they are: passkeys, an app with codes, codes on paper,
-- sign-ins at another house; what is under way of it; changes of address.

ALTER TABLE sign_in ADD COLUMN shown_at BIGINT; -- when a passkey or a code was last shown in it

CREATE TABLE passkey_user (
  person  TEXT PRIMARY KEY,
  handle  {{blob}} NOT NULL UNIQUE      -- random: all that a passkey holds of its person
);

CREATE TABLE passkey (
  id         TEXT PRIMARY KEY,
  person     TEXT NOT NULL,
  credential {{blob}} NOT NULL UNIQUE,  -- SHA-256 of its own id, which is random
  record     {{blob}},                  -- sealed: public key, counter, flags
  name       {{blob}},                  -- sealed: as its person calls it
  made_at    BIGINT NOT NULL,
  used_on    TEXT NOT NULL DEFAULT ''   -- a day is enough
);
CREATE INDEX passkey_person ON passkey (person);

CREATE TABLE totp (
  person    TEXT PRIMARY KEY,
  secret    {{blob}},                   -- sealed
  last_step BIGINT NOT NULL,            -- of the code used last: none works twice
  made_at   BIGINT NOT NULL
);

CREATE TABLE paper_code (
  hash     {{blob}} PRIMARY KEY,        -- SHA-256 of the code
  person   TEXT NOT NULL,
  made_at  BIGINT NOT NULL,
  used_at  BIGINT
);
CREATE INDEX paper_code_person ON paper_code (person);

CREATE TABLE code_tries (
  person  TEXT PRIMARY KEY,
  tries   INTEGER NOT NULL,             -- wrong codes of the app or on paper
  since   BIGINT NOT NULL
);

CREATE TABLE elsewhere (
  hash     {{blob}} PRIMARY KEY,        -- keyed hash of issuer and subject
  person   TEXT NOT NULL,
  made_at  BIGINT NOT NULL
);
CREATE INDEX elsewhere_person ON elsewhere (person);

CREATE TABLE ceremony (
  hash    {{blob}} PRIMARY KEY,         -- SHA-256 of its secret
  purpose TEXT NOT NULL,
  person  TEXT NOT NULL,                -- '' where it is to show who it is
  browser {{blob}} NOT NULL,            -- SHA-256 of the cookie it began with
  state   TEXT NOT NULL,                -- sealed
  until   BIGINT NOT NULL
);
CREATE INDEX ceremony_until ON ceremony (until);

CREATE TABLE address_change (
  id         TEXT PRIMARY KEY,
  person     TEXT NOT NULL,
  new        {{blob}},                  -- sealed
  old        {{blob}},                  -- sealed
  hash       {{blob}} NOT NULL UNIQUE,  -- SHA-256 of the token mailed to the new address
  undo_hash  {{blob}} UNIQUE,           -- and of the one mailed to the old address
  asked_at   BIGINT NOT NULL,
  done_at    BIGINT,
  until      BIGINT NOT NULL            -- of what comes next: the answer, or the undoing
);
CREATE INDEX address_change_person ON address_change (person);
CREATE INDEX address_change_until ON address_change (until);

CREATE TABLE held_form (
  hash    {{blob}} PRIMARY KEY,         -- SHA-256 of the secret in its address
  person  TEXT NOT NULL,
  form    {{blob}},                     -- sealed: what was typed
  until   BIGINT NOT NULL
);
CREATE INDEX held_form_until ON held_form (until);
