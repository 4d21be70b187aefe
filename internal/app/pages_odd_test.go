package app_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/store"
)

// openOdd is a house with a text and an event, for readers with odd wishes.
func openOdd(t *testing.T) *writers {
	h := openWriters(t)
	out(h.wanda, h.draft(h.wanda, "On the old mill", statement))
	h.Publish(apptest.Event("hall"))
	return h
}

func TestALanguageIsKnownInWhateverLetters(t *testing.T) {
	h := openOdd(t)
	v := h.Visitor()
	for _, at := range []string{"/posts?language=", "/posts.rss?language=", "/posts.json?language=", "/posts/on-the-old-mill?lang=", "/events?language=", "/events.rss?language=", "/events.ics?language="} {
		small := v.Get(at + "en").Answers(http.StatusOK).Body
		for _, typed := range []string{"EN", "En"} {
			body := v.Get(at + typed).Answers(http.StatusOK).Body
			if strings.Contains(small, "old mill") != strings.Contains(body, "old mill") || strings.Contains(body, "not known here") {
				t.Errorf("%s%s is another", at, typed)
			}
		}
		if p := v.Get(at + "tlh"); p.Status != http.StatusNotFound && !strings.Contains(p.Body, "This language is not known here") {
			t.Errorf("%stlh answered %d", at, p.Status)
		}
	}
	if body := v.Get("/posts.rss?language=EN").Body; !strings.Contains(body, `/posts.rss?language=en"`) {
		t.Errorf("the feed's own address is another: %.600s", body)
	}
}

// Whoever turned to a part of the list that is empty by now is not told that
// nothing was ever published, and a feed has no parts.
func TestBehindTheEndAListBeginsAnew(t *testing.T) {
	h := openOdd(t)
	v := h.Visitor()
	end := posts.Place{At: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), ID: "a"}.String()
	v.Open("/posts?after="+end).Says("On the old mill").Silent("Nothing has been published yet.", "Previous")
	v.Open("/posts?kind=statement&chapter=north&after=" + end).Says("On the old mill")
	v.Open("/posts?kind=news&after=" + end).Says("There is nothing like that yet.")
	for _, feed := range []string{"/posts.rss", "/posts.json"} {
		if body := v.Get(feed + "?after=" + end).Answers(http.StatusOK).Body; !strings.Contains(body, "On the old mill") {
			t.Errorf("%s is empty behind the end", feed)
		}
	}
}

func TestFeedsOfTextsAnswerWhoHasThem(t *testing.T) {
	for _, address := range []string{"/posts.rss", "/posts.json", "/posts.rss?chapter=north&language=en", "/posts", "/posts/on-the-old-mill"} {
		h := openOdd(t)
		first := ask(t, h.House, "GET", address, nil)
		tag, date := first.Header.Get("Etag"), first.Header.Get("Last-Modified")
		if first.StatusCode != http.StatusOK || tag == "" || date == "" {
			t.Fatalf("%s: %d %v", address, first.StatusCode, first.Header)
		}
		for _, c := range []struct {
			name, value string
			want        int
		}{
			{"If-None-Match", tag, 304}, {"If-None-Match", strings.TrimPrefix(tag, "W/"), 304}, {"If-None-Match", `"x", ` + tag + `,,`, 304}, {"If-None-Match", "*", 304},
			{"If-None-Match", `W/""`, 200}, {"If-None-Match", `"`, 200}, {"If-None-Match", "", 200}, {"If-Modified-Since", date, 304}, {"If-Modified-Since", "yesterday", 200},
			{"Range", "bytes=0-10", 200},
		} {
			for _, method := range []string{"GET", "HEAD"} {
				if again := ask(t, h.House, method, address, map[string]string{c.name: c.value}); again.StatusCode != c.want {
					t.Errorf("%s %s with %s: %s: %d, want %d", method, address, c.name, c.value, again.StatusCode, c.want)
				}
			}
		}
		h.Write(func(tx *store.Tx) error {
			_, err := h.Posts.Hide(t.Context(), tx, auth.Itself(), "on-the-old-mill", "Why.")
			return err
		})
		if again := ask(t, h.House, "GET", address, map[string]string{"If-None-Match": tag}); again.StatusCode == http.StatusNotModified {
			t.Errorf("%s is still said to be the same when its text is hidden", address)
		}
	}
	h := openOdd(t)
	for _, address := range []string{"/posts.rss?chapter=nowhere", "/posts.json?kind=poem", "/posts.rss?chapter=NORTH", "/posts.json?after=zzz"} {
		if none := ask(t, h.House, "GET", address, map[string]string{"If-None-Match": "*"}); none.StatusCode != http.StatusNotFound || none.Header.Get("Etag") != "" {
			t.Errorf("%s: %d %v", address, none.StatusCode, none.Header)
		}
	}
	for _, method := range []string{"POST", "DELETE", "OPTIONS"} {
		if refused := ask(t, h.House, method, "/posts.rss", nil); refused.StatusCode != http.StatusMethodNotAllowed || refused.Header.Get("Allow") != "GET, HEAD" {
			t.Errorf("%s: %d %v", method, refused.StatusCode, refused.Header)
		}
	}
}
