-- When an event and a series were first published: what news feeds give as the
-- date of the news. Drafts have none.
ALTER TABLE event ADD COLUMN announced_at BIGINT;
UPDATE event SET announced_at = made_at WHERE state <> 'draft';
ALTER TABLE series ADD COLUMN announced_at BIGINT;
UPDATE series SET announced_at = made_at WHERE state <> 'draft';
