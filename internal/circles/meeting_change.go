package circles

import (
	"context"
	"encoding/json"
	"slices"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/jobs"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// JobMeetings is the job that brings circles which meet to what organisers have
// changed of their meetings.
const JobMeetings = "circles.meetings"

// meetingsJob is what it is given.
type meetingsJob struct {
	Cohort  string          `json:"cohort"`
	Days    string          `json:"days"`
	Off     bool            `json:"off,omitempty"` // the series does not take place
	Changes []meetingChange `json:"changes"`
}

// meetingChange is what became of one of the series' meetings.
type meetingChange struct {
	N      int           `json:"n"`
	Date   when.Date     `json:"date"`
	Status series.Status `json:"status"`
}

// NoteMeetings has the circles of a series follow when its organisers move,
// cancel, reinstate or add meetings, or cancel it as a whole. It belongs in the
// series room's OnChanged.
func (room *Room) NoteMeetings(ctx context.Context, tx *store.Tx, s, old *series.Series) error {
	off := s.State == series.Cancelled && old.State == series.Published
	changes := meetingChanges(s, old)
	if len(changes) == 0 && !off {
		return nil
	}
	c, err := room.cohortOf(tx, s.ID)
	if err != nil || c.Published == "" {
		return err
	}
	days := series.DaysFixed
	if s.Circles != nil {
		days = s.Circles.Days
	}
	return jobs.Enqueue(tx, jobs.Job{Kind: JobMeetings, Payload: meetingsJob{c.ID, days, off, changes}})
}

// meetingChanges is what circles have to follow.
func meetingChanges(s, old *series.Series) (list []meetingChange) {
	before, now := byNumber(old), byNumber(s)
	for n, x := range now {
		if was, ok := before[n]; !ok || was.Date != x.Date || was.Status != x.Status {
			list = append(list, meetingChange{n, x.Date, x.Status})
		}
	}
	for n, x := range before {
		if _, ok := now[n]; !ok {
			list = append(list, meetingChange{n, x.Date, series.CalledOff})
		}
	}
	slices.SortFunc(list, func(a, b meetingChange) int { return a.N - b.N })
	return list
}

func byNumber(s *series.Series) map[int]series.Session {
	all := map[int]series.Session{}
	if s.Circles != nil {
		for _, x := range s.Circles.Meetings {
			all[x.N] = x
		}
	}
	return all
}

// MeetingsJob brings the meetings of circles to what the series says, a few
// circles in each write. It may be done again without harm.
func (room *Room) MeetingsJob(ctx context.Context, r *jobs.Running) error {
	var in meetingsJob
	if err := r.Decode(&in); err != nil {
		return err
	}
	var ids []string
	if err := r.DB.Read(ctx, func(tx *store.Tx) (err error) {
		ids, err = store.All(tx, store.Column[string], `SELECT id FROM circle WHERE cohort = $1 AND state = 'meets' ORDER BY code`, in.Cohort)
		return err
	}); err != nil {
		return err
	}
	for part := range slices.Chunk(ids, some) {
		if err := r.DB.Write(ctx, func(tx *store.Tx) error {
			s, rules, err := room.programme(tx, in.Cohort)
			if err != nil {
				return err
			}
			for _, id := range part {
				if err := room.follow(tx, id, in, s, rules); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}

// follow brings one circle to what the series says.
func (room *Room) follow(tx *store.Tx, circle string, in meetingsJob, s *series.Series, rules Rules) error {
	c, err := room.circle(tx, circle)
	if errs.Is(err, errs.NotFound) || err == nil && len(c.Meetings) == 0 {
		return nil
	}
	if err != nil {
		return err
	}
	for _, x := range in.Changes {
		if err := room.followOne(tx, &c, x, in.Days); err != nil {
			return err
		}
	}
	if next, ok := c.Next(tx.Now()); ok && in.Off {
		if err := room.tellChanged(tx, next, WasMeeting{next.Date, next.Status}); err != nil {
			return err
		}
	}
	_, err = room.planWith(tx, c.ID, s, rules)
	return err
}

func (room *Room) followOne(tx *store.Tx, c *Circle, x meetingChange, days string) error {
	date := x.Date
	if days == series.DaysAny { // the week is the series', the day the circle's
		date = monday(x.Date).AddDays((int(c.Meetings[0].Date.Weekday()) + 6) % 7)
	}
	was := c.Meeting(x.N)
	if was == nil {
		m := Meeting{ID: store.NewID(), Circle: c.ID, N: x.N, Date: date, Status: x.Status}
		if err := insertMeeting(tx, &m); err != nil || !m.TakesPlace() || !c.Ends(m).After(tx.Now()) {
			return err
		}
		return room.tellChanged(tx, m, WasMeeting{})
	}
	if was.Date == date && was.Status == x.Status {
		return nil
	}
	m := *was
	m.Date, m.Status = date, x.Status
	_, err := tx.Exec(`UPDATE meeting SET date = $2, status = $3, sequence = sequence + 1, reminded = CASE WHEN date <> $2 OR status = 'cancelled' THEN '' ELSE reminded END WHERE id = $1`,
		m.ID, date.String(), string(m.Status))
	if err != nil || was.Date == date && was.TakesPlace() == m.TakesPlace() {
		return err
	}
	if !c.Ends(m).After(tx.Now()) && !c.Ends(*was).After(tx.Now()) {
		return nil
	}
	return room.tellChanged(tx, m, WasMeeting{was.Date, was.Status})
}

// tellChanged tells all members what became of a meeting.
func (room *Room) tellChanged(tx *store.Tx, m Meeting, was WasMeeting) error {
	payload, err := json.Marshal(was)
	if err != nil {
		return err
	}
	all, err := room.interestsIn(tx, m.Circle)
	for _, in := range all {
		if err == nil {
			err = mail.Enqueue(tx, room.Keys, mail.Row{Kind: MailChanged, Person: in.Person, About: aboutMeeting(in.ID, m.N), Lang: in.Language,
				Payload: payload, Replace: true})
		}
	}
	return err
}
