//go:build unix

// Package pgcluster starts a PostgreSQL of its own in a temporary folder, for
// tests. It listens on a socket in that folder only, and is gone when the
// process that started it is, however that ends.
package pgcluster

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// ErrMissing says that no PostgreSQL programs were found.
var ErrMissing = errors.New("PostgreSQL is missing: put initdb and postgres on the PATH, or set PLENARY_TEST_POSTGRES to a server's URL")

// Cluster is a running server.
type Cluster struct {
	URL   string // of its one database
	dir   string
	bin   string // where PostgreSQL's programs are
	env   []string
	leash io.WriteCloser
	done  chan struct{}
}

// Start makes a cluster and waits until it answers. A durable one flushes its
// writes to disk as in real life; others are faster.
func Start(durable bool) (*Cluster, error) {
	bin, err := programs(usual())
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "pg")
	if err != nil {
		return nil, err
	}
	owner, err := ownerOf(dir)
	if err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	c, err := start(bin, dir, owner, durable)
	if err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	return c, nil
}

// How a server is ended before it is started again.
const (
	Orderly = "INT"  // it breaks off what is going on and ends
	Crash   = "QUIT" // it ends at once and recovers when it starts
)

// Restart ends the server and starts it again. It returns once it answers.
func (c *Cluster) Restart(how string) error {
	old, err := os.ReadFile(filepath.Join(c.dir, "data", "postmaster.pid"))
	if err != nil {
		return err
	}
	if _, err := io.WriteString(c.leash, how+"\n"); err != nil {
		return err
	}
	for range 2400 {
		now, err := os.ReadFile(filepath.Join(c.dir, "data", "postmaster.pid"))
		if err == nil && firstLine(now) != firstLine(old) {
			return c.await()
		}
		time.Sleep(25 * time.Millisecond)
	}
	return errors.New("PostgreSQL did not start again")
}

func firstLine(b []byte) string {
	line, _, _ := strings.Cut(string(b), "\n")
	return line
}

// Stop ends the server and removes its folder.
func (c *Cluster) Stop() {
	c.leash.Close()
	<-c.done
}

// usual is where systems keep PostgreSQL's programs off the PATH.
func usual() []string {
	return []string{
		"/usr/lib/postgresql/*/bin/initdb", "/usr/pgsql-*/bin/initdb",
		"/opt/homebrew/opt/postgresql*/bin/initdb", "/usr/local/opt/postgresql*/bin/initdb",
	}
}

// programs finds the folder of initdb and postgres, the newest version first.
func programs(patterns []string) (string, error) {
	if p, err := exec.LookPath("initdb"); err == nil {
		if p, err = filepath.EvalSymlinks(p); err == nil {
			return filepath.Dir(p), nil
		}
	}
	var found []string
	for _, pattern := range patterns {
		more, _ := filepath.Glob(pattern)
		found = append(found, more...)
	}
	if len(found) == 0 {
		return "", ErrMissing
	}
	sort.Slice(found, func(i, j int) bool { return versionIn(found[i]) > versionIn(found[j]) })
	return filepath.Dir(found[0]), nil
}

// versionIn is the last number in a path.
func versionIn(path string) int {
	parts := strings.FieldsFunc(path, func(r rune) bool { return r < '0' || r > '9' })
	if len(parts) == 0 {
		return 0
	}
	n, _ := strconv.Atoi(parts[len(parts)-1])
	return n
}

// ownerOf gives the folder to an unprivileged user when we are root, whom
// PostgreSQL refuses to serve.
func ownerOf(dir string) (*syscall.SysProcAttr, error) {
	attr := &syscall.SysProcAttr{Setpgid: true}
	if os.Getuid() != 0 {
		return attr, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.Atoi(u.Uid)
		gid, err2 := strconv.Atoi(u.Gid)
		if err1 != nil || err2 != nil {
			continue
		}
		attr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		return attr, os.Chown(dir, uid, gid)
	}
	return nil, errors.New("PostgreSQL does not run as root, and there is neither a user postgres nor nobody")
}

// keeper runs the server until its standard input ends, which it does when
// the starting process is gone, and cleans up. A line on its standard input is
// the signal that ends the server before it is started again.
const keeper = `
begin() {
  "$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c max_connections=400 -c shared_buffers=64MB \
    -c log_min_messages=fatal -c autovacuum=off $3 </dev/null >"$2/log" 2>&1 &
  pid=$!
}
begin "$@"
while read -r how; do
  kill -"$how" $pid
  wait $pid
  begin "$@"
done
kill -INT $pid 2>/dev/null
wait $pid
rm -rf "$2"
`

const faster = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c wal_level=minimal -c max_wal_senders=0"

func start(bin, dir string, attr *syscall.SysProcAttr, durable bool) (*Cluster, error) {
	env := append(os.Environ(), "LC_ALL=C", "HOME="+dir)
	initdb := exec.Command(filepath.Join(bin, "initdb"), "-D", filepath.Join(dir, "data"), "-U", "plenary", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
	initdb.SysProcAttr, initdb.Env, initdb.Dir = attr, env, dir
	if out, err := initdb.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w: %s", err, out)
	}
	settings := faster
	if durable {
		settings = ""
	}
	run := exec.Command("sh", "-c", keeper, "sh", bin, dir, settings)
	run.SysProcAttr, run.Env, run.Dir = attr, env, dir
	leash, err := run.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := run.Start(); err != nil {
		return nil, err
	}
	c := &Cluster{URL: "postgres:///postgres?" + url.Values{"host": {dir}, "user": {"plenary"}, "sslmode": {"disable"}}.Encode(), dir: dir, bin: bin, env: env, leash: leash, done: make(chan struct{})}
	go func() {
		run.Wait()
		close(c.done)
	}()
	return c, c.await()
}

func (c *Cluster) await() error {
	ready := filepath.Join(c.bin, "pg_isready")
	for range 600 {
		cmd := exec.Command(ready, "-q", "-h", c.dir, "-U", "plenary")
		cmd.Env = c.env
		if cmd.Run() == nil {
			return nil
		}
		select {
		case <-c.done:
			return errors.New("PostgreSQL ended at once")
		case <-time.After(25 * time.Millisecond):
		}
	}
	log, _ := os.ReadFile(filepath.Join(c.dir, "log"))
	c.Stop()
	return fmt.Errorf("PostgreSQL does not answer: %s", log)
}

// Env names the variable with the URL of a PostgreSQL server for tests, whose
// user may create databases.
const Env = "PLENARY_TEST_POSTGRES"
