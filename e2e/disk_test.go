//go:build unix

package e2e

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// disk is a folder that can be full: a small file system of its own where this
// machine lets the test mount one, else a limit on how long the files of the
// server may become.
type disk struct {
	t     *testing.T
	dir   string
	s     *Server
	small bool
}

// mostDisk is how large the small file system is.
const mostDisk = 64 << 20

// page is what files grow by.
const page = 4096

func newDisk(t *testing.T, size int, mode string) *disk {
	t.Helper()
	dir, err := os.MkdirTemp("", "disk") // below no folder that PostgreSQL's user may not enter
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	d := &disk{t: t, dir: dir}
	err = syscall.Mount("none", d.dir, "tmpfs", 0, fmt.Sprintf("size=%d,mode=%s", size, mode))
	if d.small = err == nil; d.small {
		t.Cleanup(func() {
			if err := syscall.Unmount(d.dir, syscall.MNT_DETACH); err != nil {
				t.Error(err)
			}
		})
	} else if !errors.Is(err, syscall.EPERM) && !errors.Is(err, syscall.EACCES) {
		t.Fatal(err)
	}
	return d
}

func (d *disk) kind() string {
	if d.small {
		return "a small file system"
	}
	return "a limit on the length of files"
}

func (d *disk) filler() string { return filepath.Join(d.dir, "filler") }

// leave takes all room but for some pages.
func (d *disk) leave(pages int) {
	d.t.Helper()
	if !d.small {
		size := int64(0)
		if wal, err := os.Stat(filepath.Join(d.s.Data, "plenary.db-wal")); err == nil {
			size = wal.Size()
		}
		d.limit(strconv.FormatInt(size+int64(pages)*page, 10))
		return
	}
	var fs syscall.Statfs_t
	if err := syscall.Statfs(d.dir, &fs); err != nil {
		d.t.Fatal(err)
	}
	take := int(fs.Bavail)*int(fs.Bsize) - pages*page
	err := os.WriteFile(d.filler(), make([]byte, max(0, take)), 0o600)
	if err != nil && !errors.Is(err, syscall.ENOSPC) { // somebody else took some meanwhile
		d.t.Fatal(err)
	}
}

// free gives the room back.
func (d *disk) free() {
	d.t.Helper()
	if !d.small {
		d.limit("unlimited")
		return
	}
	if err := os.Remove(d.filler()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		d.t.Fatal(err)
	}
}

// limit sets how long files may become in the running server.
func (d *disk) limit(to string) {
	d.t.Helper()
	out, err := exec.Command("prlimit", "--pid", strconv.Itoa(d.s.cmd.Process.Pid), "--fsize="+to+":unlimited").CombinedOutput()
	if err != nil {
		d.t.Fatalf("%v: %s", err, out)
	}
}

// TestADiskThatIsFullAtTheNthWrite leaves the server no page, one page, two
// pages … until all that is asked of it fits. Whoever is told that they are
// registered is; whoever is refused is told so; pages are shown all the while;
// and it works again, without a restart, when there is room.
func TestADiskThatIsFullAtTheNthWrite(t *testing.T) {
	step := 9
	if hard(t) >= 100 {
		step = 1
	}
	d := newDisk(t, mostDisk, "700")
	s := &Server{Data: filepath.Join(d.dir, "data"), Key: filepath.Join(t.TempDir(), "key"), t: t, options: Options{Now: open}}
	d.s = s
	s.begin()
	x := begin(t, s, 100_000)
	refused, ends := map[string]bool{}, 0
	for pages, full := 0, true; full; pages += step {
		s.Restart() // folds up the log, so that each write of the next ones grows a file
		d.leave(pages)
		full = false
		for n := range 3 {
			name := fmt.Sprintf("full%dn%d", pages, n)
			a, err := post(s.URL+"/s/"+openSlug+"/register", person(name))
			switch {
			case err != nil:
				t.Fatalf("%d pages: the server hung up: %v", pages, err)
			case a.status == http.StatusSeeOther:
				x.told[name] = true
			case a.status >= http.StatusInternalServerError:
				refused[name], full = true, true
			default:
				t.Fatalf("%d pages: answered %d: %.300s", pages, a.status, a.body)
			}
			for _, at := range []string{"/", "/s/" + openSlug, "/s/" + openSlug + "/register"} {
				if _, err := s.get(at); err != nil {
					t.Errorf("%d pages: %v", pages, err)
				}
			}
		}
		ends++
		d.free()
		name := fmt.Sprintf("free%d", pages)
		Eventually(t, 15*time.Second, "it does not work again when there is room", func() bool {
			a, err := post(s.URL+"/s/"+openSlug+"/register", person(name))
			if err == nil && a.status == http.StatusSeeOther {
				x.told[name], x.last = true, name
			}
			return x.told[name]
		})
		if pages > 2000 {
			t.Fatal("it never fits")
		}
	}
	if len(refused) == 0 || strings.Contains(s.Log(), "panic") {
		t.Errorf("%d were refused; the server said:\n%s", len(refused), s.log.last(40))
	}
	x.ends = ends
	x.judge()
	there := x.listed()
	halfway := 0
	for name := range refused {
		if slices.Contains(there, name) {
			halfway++
			t.Errorf("%s was refused and is registered", name)
		}
	}
	if r := s.Try("", "doctor"); r.Code != 0 {
		t.Errorf("doctor: %s%s", r.Out, r.Err)
	}
	r := newReport("A full disk", "The room on the disk is taken until so many pages of 4,096 bytes are left: none, one, two … up to where three registrations in a row fit. "+
		"Pages are shown all the while; when there is room again, the same process works on. In the end the organiser's list is held against what people were told.")
	r.add("\n| | times full | told | refused | told and lost | refused and there | twice |\n|---|--:|--:|--:|--:|--:|--:|")
	r.add("| sqlite, on %s | %d | %d | %d | 0 | %d | 0 |", d.kind(), ends, len(x.told), len(refused), halfway)
	postgresOnAFullDisk(t, r)
	r.write(t, "full-disk.md")
}

// largerDisk is room for a PostgreSQL with its log of transactions.
const largerDisk = 256 << 20

// postgresOnAFullDisk does the same to a PostgreSQL whose data folder lies on a
// small file system of its own: what it cannot do it refuses or, where its log of
// transactions does not fit, it ends and comes back. A machine that lets nobody
// mount one cannot tell, and its report has no such line.
func postgresOnAFullDisk(t *testing.T, r *report) {
	t.Helper()
	d := newDisk(t, largerDisk, "755")
	if !d.small {
		t.Log("this machine mounts no small file system for PostgreSQL")
		return
	}
	elsewhere := os.TempDir()
	if _, err := pgrun(); err != nil { // the program itself lies where there is room
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", d.dir)
	pg := startPostgres(t)
	t.Setenv("TMPDIR", elsewhere)
	s := Start(t, pg.under(Options{Now: open}))
	x := begin(t, s, 100_000)
	rounds, refused, hidden := 3, 0, 0
	if hard(t) >= 100 {
		rounds = 12
	}
	for round := range rounds {
		d.leave(round % 4)
		for n, full := 0, false; !full && n < 400; n++ {
			name := fmt.Sprintf("pgfull%dn%d", round, n)
			a, err := post(s.URL+"/s/"+openSlug+"/register", person(name))
			switch {
			case err != nil:
				t.Fatalf("round %d: the server hung up: %v", round, err)
			case a.status == http.StatusSeeOther:
				x.told[name] = true
			case a.status >= http.StatusInternalServerError:
				refused, full = refused+1, true
			default:
				t.Fatalf("round %d: answered %d: %.300s", round, a.status, a.body)
			}
		}
		for _, at := range []string{"/", "/s/" + openSlug, "/s/" + openSlug + "/register"} {
			if _, err := s.get(at); err != nil {
				hidden++
			}
		}
		d.free()
		if round%2 == 1 {
			if err := pg.crash(); err != nil { // it may have ended by itself
				t.Fatal(err)
			}
		}
		name := fmt.Sprintf("pgfree%d", round)
		Eventually(t, 30*time.Second, "it does not work again when there is room", func() bool {
			a, err := post(s.URL+"/s/"+openSlug+"/register", person(name))
			if err == nil && a.status == http.StatusSeeOther {
				x.told[name], x.last = true, name
			}
			return x.told[name]
		})
	}
	if refused == 0 || hidden > 0 { // what PostgreSQL has set aside may last for a while
		t.Errorf("of %d times full %d were noticed, and %d pages were not shown", rounds, refused, hidden)
	}
	x.ends = refused
	x.judge()
	halfway := 0
	for _, name := range x.listed() {
		if strings.HasPrefix(name, "pgfull") && !x.told[name] {
			halfway++
			t.Errorf("%s was refused and is registered", name)
		}
	}
	if got := s.Try("", "doctor"); got.Code != 0 {
		t.Errorf("doctor: %s%s", got.Out, got.Err)
	}
	r.add("| postgres, on a small file system | %d | %d | %d | 0 | %d | 0 |", refused, len(x.told), refused, halfway)
}
