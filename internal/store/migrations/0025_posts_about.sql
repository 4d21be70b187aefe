-- What a write-up tells of: a session of a series, or a date of an event.

ALTER TABLE post ADD COLUMN about_kind TEXT NOT NULL DEFAULT '';  -- of about: session, date; '' = nothing in particular

UPDATE post SET about_kind = 'session' WHERE about <> '';
