-- What organisers say to those registered with a change of a date: why, and what
-- now. It stands in the mail and on the page.
ALTER TABLE event_date ADD COLUMN word TEXT NOT NULL DEFAULT '';
