-- Who said that a chapter's page may show them as one of its team.

CREATE TABLE chapter_team (
  chapter TEXT NOT NULL REFERENCES chapter (id),
  person  TEXT NOT NULL,
  at      BIGINT NOT NULL,               -- a yes counts for the role of that time, not for a later one
  PRIMARY KEY (chapter, person)
);
CREATE INDEX chapter_team_person ON chapter_team (person);

-- Months and weeks of the calendar are read by their days.
CREATE INDEX event_date_day ON event_date (date, event);
