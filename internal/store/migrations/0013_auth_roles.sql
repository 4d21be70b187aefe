-- Roles that somebody was asked to take and has not answered yet.

CREATE TABLE role_offer (
  id         TEXT PRIMARY KEY,           -- of the link that was mailed
  person     TEXT NOT NULL,              -- who is asked
  scope_kind TEXT NOT NULL,
  scope_id   TEXT NOT NULL,
  verbs      TEXT NOT NULL,              -- JSON list
  given_by   TEXT NOT NULL,              -- who asked, as auth writes it
  made_at    BIGINT NOT NULL,
  until      BIGINT NOT NULL,
  UNIQUE (person, scope_kind, scope_id)
);
CREATE INDEX role_offer_scope ON role_offer (scope_kind, scope_id);
CREATE INDEX role_offer_until ON role_offer (until);
CREATE INDEX grants_scope ON grants (scope_kind, scope_id);
