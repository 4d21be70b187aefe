// Package mail writes messages and sends them.
//
// It owns the table outbox, the layout of every message (layout.html), and the
// conversation with the mail server.
//
// # From a change to a message
//
// [Enqueue] is one INSERT in the transaction that causes the mail. It renders
// nothing: a row holds what kind of message it is, for whom, about what, and a
// small payload sealed with the receiver's key. When the row is due, [Outbox]
// claims it, has the [Render] of its kind make the message from the data as it
// is then, composes the bytes, sends them, and deletes the row. A Render that
// answers nil has nothing to say any more.
//
// It promises:
//   - No mail for what was rolled back, and none that a crash loses. A message
//     may arrive twice, when the connection or the process dies between the
//     server's yes and the deletion of the row; both then carry the same
//     Message-ID.
//   - A refusal for good (5xx) is told to [Outbox.Failed] once and not tried
//     again. Everything else is tried again, with growing pauses, for 72 hours
//     or until the row's not_after.
//   - What is most urgent ([Options.Ranks]: codes, answers) has a way of its
//     own: neither a mailing of thousands nor a server that is slow to take it
//     holds it up. Of the rest, the more urgent is claimed first.
//   - Several nodes may send from one database. No transaction is open while
//     the mail server is spoken to, and each step of that has its time limit.
//   - Every message has one recipient, an HTML and a plain text of one source,
//     no images, nothing fetched from elsewhere and nothing that tracks. No
//     text, name or address can add a header.
//   - Errors and log lines hold no address, no name and no subject.
package mail
