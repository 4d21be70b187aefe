-- Of who is registered for all dates: those on which they have no place, because
-- they were added, or take place again, when all places were taken. Ids of dates,
-- parted by spaces.
ALTER TABLE event_registration ADD COLUMN without TEXT NOT NULL DEFAULT '';
