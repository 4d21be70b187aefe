-- How much mail each person was sent, by kind and day, so that nobody is
-- flooded and addresses that have not answered are left in peace. No addresses.

CREATE TABLE letterbox (
  person TEXT NOT NULL,
  class  TEXT NOT NULL,                 -- confirmation, again, reminder, notice, news, code, nudge
  day    TEXT NOT NULL,                 -- UTC
  n      INTEGER NOT NULL,
  PRIMARY KEY (person, class, day)
);
CREATE INDEX letterbox_day ON letterbox (day);
