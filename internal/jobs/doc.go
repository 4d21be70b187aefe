// Package jobs does work later: a durable queue in one table of the store.
//
// [Enqueue] adds a job in the caller's transaction, so that a job exists if
// and only if what it belongs to does. A [Queue] runs jobs when they are due,
// in this process or another on the same database, and never one job twice at
// once. A job is claimed for two minutes and the claim renewed while it runs,
// so that the jobs of a process that died come back by themselves. Jobs that
// fail are tried again, after ten seconds and then twice as long each time up
// to an hour; done jobs are deleted, jobs that failed for good are kept for a
// month with a text that is safe to show.
//
// # A job may run twice
//
// A process can die, or lose the database, after a handler did its work and
// before the queue noted it. So a handler either does what may be done twice
// (delete what is old, compute and replace) or calls [Running.Finish] inside
// the transaction with which its work takes effect: then both happen or
// neither does, and a claim that was lost meanwhile makes the transaction
// fail. Mail is never sent by a handler; it is written to the outbox in such
// a transaction.
//
// A handler works outside any transaction. It reads, computes as long as it
// needs to, and writes back in short writes, against a version where somebody
// may have changed things meanwhile.
//
// # Unique jobs
//
// At most one waiting job of a kind has the same Unique key. Enqueueing
// another replaces what the waiting one is to do, who asked and when it runs;
// its id stays. A job with the key that is running already is left alone, and
// the new one waits until it has ended.
//
// # Schedules
//
// [Queue.Every] runs a kind once per interval over all processes. Intervals
// are counted from 1970, so that a day begins at midnight UTC; what was missed
// while nobody ran is made up for once.
//
// Payloads hold ids and settings, nothing personal: jobs are not sealed. This
// package owns the tables job and job_schedule.
package jobs
