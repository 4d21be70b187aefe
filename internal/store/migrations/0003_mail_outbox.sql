-- Mail that is to be sent. A row is written by the transaction that causes the
-- mail, and deleted when a mail server has accepted it, when it comes too late,
-- or when its receiver is erased.

CREATE TABLE outbox (
  id        TEXT PRIMARY KEY,           -- also the message's Message-ID
  kind      TEXT NOT NULL,
  person    TEXT NOT NULL,              -- the receiver
  about     TEXT NOT NULL DEFAULT '',   -- the registration, group or event it speaks of
  lang      TEXT NOT NULL DEFAULT '',
  payload   {{blob}},                   -- sealed with the receiver's key
  send_at   BIGINT NOT NULL,
  not_after BIGINT,                     -- drop it then
  attempts  INTEGER NOT NULL DEFAULT 0,
  next_at   BIGINT NOT NULL,            -- when it may be claimed (again)
  lease     TEXT                        -- who is sending it: a new id at each claim
);
CREATE INDEX outbox_next ON outbox (next_at);
CREATE INDEX outbox_person ON outbox (person, about, kind);
