-- How somebody came to be noted at an event. Of what was noted before, nobody
-- knows any more; it stays as if it had been tapped.
ALTER TABLE event_attendance ADD COLUMN how TEXT NOT NULL DEFAULT 'tapped';   -- joined, tapped, file, rest
