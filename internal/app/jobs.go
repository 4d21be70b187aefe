package app

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/events/intake"
	"codeberg.org/plenary/plenary/internal/jobs"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/search"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
)

// addJobs names what happens by the clock.
func (a *App) addJobs() {
	a.Jobs = jobs.New(a.DB, a.Log)
	a.Jobs.Handle("events.lapse", a.slices(a.Events.Lapse))
	a.Jobs.Every("events.lapse", time.Minute)
	a.Jobs.Handle("events.remind", a.slices(a.remindEvents))
	a.Jobs.Every("events.remind", time.Minute)
	a.Jobs.Handle("events.extend", a.slices(a.Events.Extend))
	a.Jobs.Every("events.extend", 24*time.Hour)
	a.Jobs.Handle("events.forget", a.slices(a.Events.Forget))
	a.Jobs.Every("events.forget", time.Hour)
	a.Jobs.Handle(posts.JobPublish, a.publishPlanned)
	a.Jobs.Handle(intake.JobTake, a.Intake.TakeJob)
	a.Jobs.Handle(intake.JobUndo, a.Intake.UndoJob)
	a.Jobs.Handle("intake.forget", a.slices(a.Intake.Forget))
	a.Jobs.Every("intake.forget", 24*time.Hour)
	a.Jobs.Handle("series.lapse", a.slices(a.Series.Lapse))
	a.Jobs.Every("series.lapse", time.Minute)
	a.Jobs.Handle("series.forget", a.slices(a.Series.Forget))
	a.Jobs.Every("series.forget", time.Hour)
	a.Jobs.Handle("circles.expire", a.slices(a.Circles.Expire))
	a.Jobs.Every("circles.expire", time.Hour)
	a.Jobs.Handle(series.JobGather, a.Series.Gather)
	a.Jobs.Handle(series.JobTellGroup, a.Series.TellGroup)
	a.Jobs.Handle(series.JobNudge, a.Series.NudgeGroup)
	a.Jobs.Handle("series.remind", a.remind)
	a.Jobs.Every("series.remind", time.Minute)
	a.Jobs.Handle(series.JobMailings, a.writeMailings)
	a.Jobs.Handle(circles.JobForm, a.Circles.FormJob)
	a.Jobs.Handle(circles.JobPublish, a.Circles.PublishJob)
	a.Jobs.Handle(circles.JobLate, a.Circles.LateJob)
	a.Jobs.Handle(circles.JobFill, a.Circles.FillJob)
	a.Jobs.Handle(circles.JobReasons, a.Circles.ReasonsJob)
	a.Jobs.Handle(circles.JobMeetings, a.Circles.MeetingsJob)
	a.Jobs.Handle("circles.remind", a.remindCircles)
	a.Jobs.Every("circles.remind", time.Minute)
	a.Jobs.Handle("community.tell", a.tellUnsaid)
	a.Jobs.Every("community.tell", 5*time.Minute)
	a.Jobs.Handle(auth.JobChain, a.slices(a.Auth.LinkAudit))
	a.Jobs.EveryIf(auth.JobChain, time.Second, a.Auth.Loose)
	a.Jobs.Handle("audit.sweep", a.slices(a.Auth.SweepAudit))
	a.Jobs.Every("audit.sweep", time.Hour)
	a.Jobs.Handle("files.sweep", a.slices(a.Files.Sweep))
	a.Jobs.Every("files.sweep", time.Hour)
	a.Jobs.Handle("search.fill", a.makeFindable)
	a.Jobs.EveryIf("search.fill", time.Minute, search.Stale)
	a.Jobs.Handle("house.sweep", a.slices(a.sweep))
	a.Jobs.Every("house.sweep", time.Hour)
}

// slices makes a job of a function that does a bounded part of its work in each
// write and says whether there is more.
func (a *App) slices(part func(context.Context, *store.Tx) (more bool, err error)) jobs.Handler {
	return func(ctx context.Context, r *jobs.Running) error {
		for more := true; more; {
			err := a.DB.Write(ctx, func(tx *store.Tx) (err error) {
				more, err = part(ctx, tx)
				return err
			})
			if err != nil {
				return err
			}
		}
		return nil
	}
}

// remind begins the reminders that are due, and goes on with letters to many.
func (a *App) remind(ctx context.Context, r *jobs.Running) error {
	if err := a.Series.Remind(ctx, a.DB); err != nil {
		return err
	}
	return a.Series.WriteMailings(ctx, a.DB)
}

// remindEvents begins the reminders of events that are due, and goes on with
// letters to all of a date.
func (a *App) remindEvents(ctx context.Context, tx *store.Tx) (more bool, err error) {
	if err := a.Events.Remind(ctx, tx); err != nil {
		return false, err
	}
	return a.Events.WriteLetters(ctx, tx)
}

// tellUnsaid writes the mails of private groups that are due by now.
func (a *App) tellUnsaid(ctx context.Context, r *jobs.Running) error {
	return a.Community.Tell(ctx, a.DB)
}

func (a *App) remindCircles(ctx context.Context, r *jobs.Running) error {
	return a.Circles.Remind(ctx, a.DB)
}

func (a *App) writeMailings(ctx context.Context, r *jobs.Running) error {
	return a.Series.WriteMailings(ctx, a.DB)
}

// sweep deletes what has served its time.
func (a *App) sweep(ctx context.Context, tx *store.Tx) (more bool, err error) {
	tx.Quiet()
	if err := a.Auth.Sweep(tx); err != nil {
		return false, err
	}
	if err := (auth.Codes{Keys: a.Keys}).Sweep(tx); err != nil {
		return false, err
	}
	if err := a.Series.SweepMailings(tx); err != nil {
		return false, err
	}
	if err := a.People.SweepLetterboxes(tx); err != nil {
		return false, err
	}
	if err := a.People.ForgetReports(tx); err != nil {
		return false, err
	}
	if err := web.ForgetQuotas(tx); err != nil {
		return false, err
	}
	return false, web.ForgetOnce(tx, tx.Now().Add(-48*time.Hour))
}
