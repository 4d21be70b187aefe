// Command fake behaves like plenary as far as the harness can tell: the tests
// of the harness run against it.
package main

import (
	"flag"
	"fmt"
	"html"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"time"
)

const frame = `<!doctype html><html lang="%s" dir="%s"><head><meta charset="utf-8"><title>Fake</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/style.css"><link rel="icon" href="data:,"><script src="/own.js" defer></script></head>
<body><main>%s</main></body></html>`

const form = `<h1>Register</h1><p id="e">%s</p><form method="post" action="/register" enctype="%s">
<p><label for="name">Name</label> <input id="name" name="name" value="%s" aria-describedby="e"></p>
<p><label>Language <select name="language"><option value="en">English<option value="ar" selected>العربية</select></label></p>
<fieldset><legend>Track</legend><label><input type="radio" name="track" value="A" checked> A</label>
<label><input type="radio" name="track" value="B"> B</label></fieldset>
<p><label><input type="checkbox" name="tell" value="yes"> Tell me</label></p>
<p><label>Notes <textarea name="notes">
two
lines</textarea></label></p><p><label>List <input type="file" name="list"></label></p>
<input type="hidden" name="once" value="1"><button>Send</button> <button name="do" value="draft">Keep as draft</button></form>`

func main() {
	if len(os.Args) > 1 && os.Args[1] == "refuse" {
		fmt.Fprintln(os.Stderr, "refused")
		os.Exit(1)
	}
	flags := flag.NewFlagSet("serve", flag.ExitOnError)
	listen := flags.String("listen", "", "")
	data := flags.String("data", "", "")
	key := flags.String("key-file", "", "")
	now := flags.String("now", "", "")
	flags.Bool("dev", false, "")
	_ = flags.Parse(os.Args[2:])
	if os.Args[1] == "list" {
		text, _ := io.ReadAll(os.Stdin)
		fmt.Printf("%s %s %s%s", filepath.Base(*data), filepath.Base(*key), flags.Arg(0), text)
		return
	}

	var mu sync.Mutex
	clock, _ := time.Parse(time.RFC3339, *now)
	page := func(w http.ResponseWriter, status int, format string, args ...any) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src data:; script-src 'self'; form-action 'self'")
		w.WriteHeader(status)
		fmt.Fprintf(w, frame, "en", "ltr", fmt.Sprintf(format, args...))
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /readyz", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("GET /style.css", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/css")
		io.WriteString(w, `@media (prefers-color-scheme: dark){body{background:#111;color:#eee}}a{color:inherit}`)
	})
	mux.HandleFunc("GET /own.js", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		io.WriteString(w, `document.querySelector("#script")?.replaceChildren("with script")`)
	})
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		page(w, 200, `<h1>Home</h1><p><a href="/register">Register now</a></p><p id="script">without script</p><p>%s</p><p>%s</p>`, r.Header.Get("Accept-Language"), clock.Format(time.RFC3339))
	})
	mux.HandleFunc("GET /register", func(w http.ResponseWriter, r *http.Request) {
		page(w, 200, form, "", r.URL.Query().Get("enctype"), "")
	})
	mux.HandleFunc("POST /register", func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseMultipartForm(1 << 20)
		if r.PostForm == nil {
			_ = r.ParseForm()
		}
		if r.FormValue("name") == "" {
			page(w, 422, form, "Please give a name.", "", "")
			return
		}
		file := ""
		if f, _, err := r.FormFile("list"); err == nil {
			b, _ := io.ReadAll(f)
			file = string(b)
		}
		http.SetCookie(w, &http.Cookie{Name: "got", Value: "1"})
		v := r.PostForm.Encode()
		http.Redirect(w, r, "/done?v="+url.QueryEscape(v)+"&file="+url.QueryEscape(file), http.StatusSeeOther)
	})
	mux.HandleFunc("GET /done", func(w http.ResponseWriter, r *http.Request) {
		_, err := r.Cookie("got")
		page(w, 200, `<h1>Done</h1><p>%v</p><p>file %s</p><pre>%s</pre>`, err == nil, r.FormValue("file"), html.EscapeString(r.FormValue("v")))
	})
	mux.HandleFunc("POST /join", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "https://meet.school.example/x", http.StatusSeeOther)
	})
	mux.HandleFunc("GET /flawed", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		io.WriteString(w, `<html><body><p id=a>Hello {name}</p><p id=a></p><label for=b></label><input name=x><form></form><img src="https://cdn.example/x.png"><p style="width:3000px">series.title|Title</p></body></html>`)
	})
	mux.HandleFunc("POST /dev/clock", func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		if d, err := time.ParseDuration(r.FormValue("add")); err == nil {
			clock = clock.Add(d)
		}
		if t, err := time.Parse(time.RFC3339, r.FormValue("set")); err == nil {
			clock = t
		}
	})
	mux.HandleFunc("GET /dev/mail.json", func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, `[{"n":1,"to":"ada@example.org","subject":"Grüße","kind":"confirmation","lang":"de","at":"2027-01-01T00:00:00Z"}]`)
	})
	mux.HandleFunc("GET /dev/mail/1.eml", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFile(w, r, os.Getenv("FAKE_MAIL"))
	})

	l, err := net.Listen("tcp", *listen)
	if err != nil {
		panic(err)
	}
	fmt.Fprintf(os.Stderr, "set up at http://localhost:%[1]d/setup?k=abc\nlistening on http://localhost:%[1]d\n", l.Addr().(*net.TCPAddr).Port)
	panic(http.Serve(l, mux))
}
