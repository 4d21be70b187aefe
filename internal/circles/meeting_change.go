package circles

import (
	"context"
	"encoding/json"
	"slices"
	"time"

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

// meetingsJob is what it is given. What became of the meetings it reads from the
// series: of two changes in a row the later holds, whichever job comes first.
type meetingsJob struct {
	Cohort  string `json:"cohort"`
	Off     bool   `json:"off,omitempty"` // the series does not take place
	On      bool   `json:"on,omitempty"`  // it takes place after all
	Changes []int  `json:"meetings"`      // the numbers of the meetings that were changed

	Followed string `json:"followed,omitempty"` // the code of the circle that followed last …
	Told     string `json:"told,omitempty"`     // … and who of those without a circle was told last
}

// NoteMeetings has the circles of a series follow when its organisers move,
// cancel, reinstate or add meetings, or cancel it as a whole. It belongs in the
// series room's OnChanged.
func (room *Room) NoteMeetings(ctx context.Context, tx *store.Tx, s, old *series.Series) error {
	job := meetingsJob{Changes: meetingChanges(s, old),
		Off: s.State == series.Cancelled && old.State == series.Published, On: s.State == series.Published && old.State == series.Cancelled}
	if len(job.Changes) == 0 && !job.Off && !job.On {
		return nil
	}
	c, err := room.cohortOf(tx, s.ID)
	if err != nil || c.ID == "" {
		return err
	}
	if job.Cohort = c.ID; !job.Off && !job.On {
		any, err := tx.Found(`SELECT 1 FROM circle WHERE cohort = $1 AND state = 'meets'
			UNION ALL SELECT 1 FROM proposal WHERE cohort = $1 AND state = 'publishing'`, c.ID)
		if err != nil || !any {
			return err
		}
	}
	return jobs.Enqueue(tx, jobs.Job{Kind: JobMeetings, Payload: job})
}

// meetingChanges are the numbers of the meetings that circles have to follow.
func meetingChanges(s, old *series.Series) (list []int) {
	before, now := byNumber(old), byNumber(s)
	for n, x := range now {
		if was, ok := before[n]; !ok || was.Date != x.Date || was.Status != x.Status {
			list = append(list, n)
		}
	}
	for n := range before {
		if _, ok := now[n]; !ok {
			list = append(list, n)
		}
	}
	slices.Sort(list)
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
// circles in each write. Done again it goes on where it ended.
func (room *Room) MeetingsJob(ctx context.Context, r *jobs.Running) error {
	var in meetingsJob
	if err := r.Decode(&in); err != nil {
		return err
	}
	var list []Circle
	if err := r.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if err = room.unread(tx, in.Cohort); err != nil {
			return err
		}
		list, err = store.All(tx, func(r *store.Rows) (c Circle, err error) { return c, r.Scan(&c.ID, &c.Code) },
			`SELECT id, code FROM circle WHERE cohort = $1 AND state = 'meets' AND code > $2 ORDER BY code`, in.Cohort, in.Followed)
		return err
	}); err != nil {
		return err
	}
	for part := range slices.Chunk(list, some) {
		if err := r.DB.Write(ctx, func(tx *store.Tx) error {
			s, rules, err := room.programme(tx, in.Cohort)
			if err != nil {
				return err
			}
			for _, c := range part {
				if err := room.follow(tx, c.ID, in, s, rules); err != nil {
					return err
				}
				in.Followed = c.Code
			}
			return r.Save(tx, in)
		}); err != nil {
			return err
		}
	}
	if err := room.tellWaiting(ctx, r, in); err != nil {
		return err
	}
	return r.DB.Write(ctx, func(tx *store.Tx) error { return room.lookAgain(tx, in.Cohort) })
}

// unread refuses while a publishing is at work, which has read the meetings as
// they were. One that has failed for good reads them anew, should somebody take
// it up again.
func (room *Room) unread(tx *store.Tx, cohort string) error {
	list, err := room.proposalsOf(tx, cohort)
	for _, p := range list {
		if err != nil || p.State != Publishing {
			continue
		}
		var w *Work
		if w, err = room.work(tx, p); err == nil && w.Status.State != jobs.Stopped {
			err = room.settled(tx, cohort)
		}
	}
	return err
}

// tellWaiting tells those who know of no circle what became of their series as a
// whole. Who knows theirs hears it of their next meeting.
func (room *Room) tellWaiting(ctx context.Context, r *jobs.Running, in meetingsJob) error {
	if !in.Off && !in.On {
		return nil
	}
	var list []Interest
	if err := r.DB.Read(ctx, func(tx *store.Tx) error {
		s, _, err := room.programme(tx, in.Cohort)
		if err != nil || in.Off != (s.State == series.Cancelled) || in.On != (s.State == series.Published) { // it is otherwise by now
			return err
		}
		list, err = store.All(tx, scanInterest, `SELECT `+interestColumns+` FROM interest i
			WHERE i.cohort = $1 AND i.state = 'yes' AND i.id > $2 AND NOT EXISTS (SELECT 1 FROM placement p WHERE p.interest = i.id AND p.told_at IS NOT NULL) ORDER BY i.id`,
			in.Cohort, in.Told)
		return err
	}); err != nil {
		return err
	}
	for part := range slices.Chunk(list, 10*some) {
		if err := r.DB.Write(ctx, func(tx *store.Tx) error {
			for _, x := range part {
				// It says what is so when it is sent.
				row := mail.Row{Kind: MailSeries, Person: x.Person, About: x.ID, Lang: x.Language, Unless: []string{MailSeries}}
				if err := mail.Enqueue(tx, room.Keys, row); err != nil {
					return err
				}
				in.Told = x.ID
			}
			return r.Save(tx, in)
		}); err != nil {
			return err
		}
	}
	return nil
}

// follow brings one circle to what the series says.
func (room *Room) follow(tx *store.Tx, circle string, in meetingsJob, s *series.Series, rules Rules) error {
	if err := tx.Lock("circle", circle); err != nil {
		return err
	}
	c, err := room.circle(tx, circle)
	if errs.Is(err, errs.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	now := byNumber(s)
	for _, n := range in.Changes {
		if err := room.followOne(tx, &c, n, now, s.Circles); err != nil {
			return err
		}
	}
	if err := room.followState(tx, circle, in, s); err != nil {
		return err
	}
	return room.replanWith(tx, c.ID, s, rules)
}

// followState tells of the next meeting what holds for all of them: that the
// series does not take place, or does after all. What is still so is told.
func (room *Room) followState(tx *store.Tx, circle string, in meetingsJob, s *series.Series) error {
	c, err := room.circle(tx, circle)
	if err != nil {
		return err
	}
	next, ok := c.Next(tx.Now())
	was := WasMeeting{next.Date, next.Status, c.hourOf(next)}
	switch {
	case !ok:
		return nil
	case in.Off && s.State == series.Cancelled:
	case in.On && s.State == series.Published:
		was.Status = series.CalledOff
	default:
		return nil
	}
	if _, err = tx.Exec(`UPDATE meeting SET sequence = sequence + 1 WHERE circle = $1`, circle); err != nil {
		return err
	}
	all, err := room.told(tx, circle) // a letter with their circle says nothing in a series that is cancelled
	if err != nil {
		return err
	}
	return room.tellChangedTo(tx, all, next, was)
}

// followOne brings one meeting of a circle to what the series says of it. What
// the circle has held stays as it was.
func (room *Room) followOne(tx *store.Tx, c *Circle, n int, now map[int]series.Session, circles *series.Circles) error {
	was := c.Meeting(n)
	x, there := now[n]
	switch {
	case was == nil && there:
		return room.meetMore(tx, Meeting{ID: store.NewID(), Circle: c.ID, N: n, Date: c.day(x.Date, circles, tx.Now()), Status: x.Status}, c)
	case was == nil || c.held(*was, tx.Now()):
		return nil
	}
	m := *was
	m.Hour, m.Status = Hour{}, series.CalledOff
	if there {
		m.Date, m.Status = c.day(x.Date, circles, tx.Now()), x.Status
	}
	over := !c.Ends(m).After(tx.Now())
	if m.Date == was.Date && m.Status == was.Status || was.fellOut() && over && sameWeek(was.Date, m.Date) {
		return nil
	}
	if err := changeMeeting(tx, m, m.Date != was.Date || !was.TakesPlace()); err != nil {
		return err
	}
	if m.Date == was.Date && m.TakesPlace() == was.TakesPlace() || over && !c.Ends(*was).After(tx.Now()) {
		return nil
	}
	return room.tellChanged(tx, m, WasMeeting{was.Date, was.Status, c.hourOf(*was)})
}

// day is on which day of its week a circle meets: that of the series, or its
// own.
func (c *Circle) day(d when.Date, circles *series.Circles, now time.Time) when.Date {
	if circles.Days != series.DaysAny || len(c.Meetings) == 0 {
		return d
	}
	return d.Monday().AddDays(when.SinceMonday(c.weekday(now)))
}

// meetMore adds a meeting to a circle, unless that would be over by now.
func (room *Room) meetMore(tx *store.Tx, m Meeting, c *Circle) error {
	if !m.TakesPlace() || !c.Ends(m).After(tx.Now()) {
		return nil
	}
	if err := insertMeeting(tx, &m); err != nil {
		return err
	}
	return room.tellChanged(tx, m, WasMeeting{})
}

// changeMeeting writes on which day a meeting is, at the hour of its circle, and
// whether it takes place; with anew its reminders are to come once more.
func changeMeeting(tx *store.Tx, m Meeting, anew bool) error {
	_, err := tx.Exec(`UPDATE meeting SET date = $2, status = $3, zone = '', start = '', length = 0, sequence = sequence + 1,
		reminded = CASE WHEN $4 THEN '' ELSE reminded END WHERE id = $1`, m.ID, m.Date.String(), string(m.Status), anew)
	return err
}

func sameWeek(a, b when.Date) bool { return a.Monday() == b.Monday() }

// tellChanged tells the members who know the circle what became of a meeting.
func (room *Room) tellChanged(tx *store.Tx, m Meeting, was WasMeeting) error {
	all, err := room.knowing(tx, m.Circle)
	if err != nil {
		return err
	}
	return room.tellChangedTo(tx, all, m, was)
}

// tellChangedTo tells these. Who is still to be told of an earlier change hears of
// both in one letter, from what they knew.
func (room *Room) tellChangedTo(tx *store.Tx, list []Interest, m Meeting, was WasMeeting) error {
	payload, err := json.Marshal(was)
	for _, in := range list {
		if err == nil {
			err = mail.Enqueue(tx, room.Keys, mail.Row{Kind: MailChanged, Person: in.Person, About: aboutMeeting(in.ID, m.N), Lang: in.Language,
				Payload: payload, Unless: []string{MailChanged}})
		}
	}
	return err
}
