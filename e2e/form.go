package e2e

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Form is a form of a page while it is filled.
type Form struct {
	page   *Page
	node   *html.Node
	fields []field
	files  []file
}

// field is one control that would be sent. Several share a name: the boxes of
// one question, the values of one list.
type field struct {
	name, kind, value string
	sent              bool
	options           []string // what a select offers
}

type file struct {
	name, filename string
	content        []byte
}

// Form returns the form that has every named field (or a button or action of
// that name), with what its controls hold at first. Where several do, the first
// is meant; one that only searches comes last.
func (p *Page) Form(names ...string) *Form {
	p.client.t.Helper()
	var found *Form
	for _, n := range p.All("form") {
		f := newForm(p, n)
		if !slices.ContainsFunc(names, func(name string) bool { return !f.knows(name) }) {
			if value(n, "role") != "search" {
				return f
			}
			if found == nil {
				found = f
			}
		}
	}
	if found == nil {
		p.client.t.Fatalf("%s has no form with %v: %s", p.URL.Path, names, p.Text())
	}
	return found
}

// Forms returns all forms of the page that change something.
func (p *Page) Forms() (forms []*Form) {
	for _, n := range p.All("form") {
		if strings.EqualFold(value(n, "method"), "post") {
			forms = append(forms, newForm(p, n))
		}
	}
	return forms
}

// Action is where a form is sent.
func (f *Form) Action() string { return value(f.node, "action") }

func newForm(p *Page, n *html.Node) *Form {
	f := &Form{page: p, node: n}
	for _, c := range p.All("input, select, textarea") {
		if !belongs(c, n) || value(c, "name") == "" {
			continue
		}
		if _, off := lookup(c, "disabled"); off {
			continue
		}
		_, checked := lookup(c, "checked")
		name, kind := value(c, "name"), value(c, "type")
		switch {
		case c.Data == "textarea":
			f.fields = append(f.fields, field{name: name, kind: "textarea", value: rawText(c), sent: true})
		case c.Data == "select":
			f.fields = append(f.fields, selectField(c, name))
		case kind == "checkbox" || kind == "radio":
			v, ok := lookup(c, "value")
			if !ok {
				v = "on"
			}
			f.fields = append(f.fields, field{name: name, kind: kind, value: v, sent: checked})
		case kind == "submit" || kind == "button" || kind == "image" || kind == "reset":
		case kind == "file":
			f.fields = append(f.fields, field{name: name, kind: kind})
		default:
			if value(c, "tabindex") == "-1" { // not for people: it catches programs
				kind = "hidden"
			}
			f.fields = append(f.fields, field{name: name, kind: kind, value: value(c, "value"), sent: true})
		}
	}
	return f
}

// belongs tells whether a control is the form's: inside it, or named by its
// form attribute.
func belongs(control, form *html.Node) bool {
	if owner, ok := lookup(control, "form"); ok {
		return owner == value(form, "id")
	}
	for up := control.Parent; up != nil; up = up.Parent {
		if up == form {
			return true
		}
	}
	return false
}

func rawText(n *html.Node) string {
	if n.FirstChild == nil {
		return ""
	}
	return n.FirstChild.Data
}

func selectField(n *html.Node, name string) field {
	f := field{name: name, kind: "select"}
	for i, o := range find(n, "option") {
		v, ok := lookup(o, "value")
		if !ok {
			v = textOf(o)
		}
		f.options = append(f.options, v)
		if _, chosen := lookup(o, "selected"); chosen || i == 0 {
			f.value, f.sent = v, true
		}
	}
	return f
}

func (f *Form) knows(name string) bool {
	if strings.HasPrefix(name, "/") {
		return strings.HasSuffix(value(f.node, "action"), name)
	}
	return slices.ContainsFunc(f.fields, func(x field) bool { return x.name == name }) || f.button(name) != nil
}

// Set fills a field, chooses among radio buttons or options, as the kind of
// the field asks.
func (f *Form) Set(name, to string) *Form {
	f.page.client.t.Helper()
	done := false
	for i := range f.fields {
		x := &f.fields[i]
		if x.name != name {
			continue
		}
		switch x.kind {
		case "radio":
			x.sent = x.value == to
			done = done || x.sent
		case "checkbox":
			if x.value == to {
				x.sent, done = true, true
			}
		case "select":
			if slices.Contains(x.options, to) {
				x.value, x.sent, done = to, true, true
			}
		case "file":
		default:
			x.value, done = to, true
		}
	}
	if !done {
		f.page.client.t.Fatalf("%s: the form has no field %q that takes %q", f.page.URL.Path, name, to)
	}
	return f
}

// Clear takes the ticks from all boxes of a name.
func (f *Form) Clear(name string) *Form {
	for i := range f.fields {
		if f.fields[i].name == name && f.fields[i].kind == "checkbox" {
			f.fields[i].sent = false
		}
	}
	return f
}

// Attach puts a file into a field.
func (f *Form) Attach(name, filename string, content []byte) *Form {
	f.page.client.t.Helper()
	if !f.knows(name) {
		f.page.client.t.Fatalf("%s: the form has no field %q", f.page.URL.Path, name)
	}
	f.files = append(f.files, file{name, filename, content})
	return f
}

// Value returns what a field holds now: the first that would be sent.
func (f *Form) Value(name string) string {
	return f.Values().Get(name)
}

// Options returns what may be chosen for a field.
func (f *Form) Options(name string) (out []string) {
	for _, x := range f.fields {
		if x.name == name {
			if x.kind == "select" {
				return x.options
			}
			out = append(out, x.value)
		}
	}
	return out
}

// Fields counts what a person has to fill or choose: the names of all controls
// that are seen.
func (f *Form) Fields() (names []string) {
	for _, x := range f.fields {
		if x.kind != "hidden" && !slices.Contains(names, x.name) {
			names = append(names, x.name)
		}
	}
	return names
}

// Typed lists the fields into which a person writes freely.
func (f *Form) Typed() (names []string) {
	for _, x := range f.fields {
		switch x.kind {
		case "", "text", "email", "search", "tel", "url", "textarea":
			names = append(names, x.name)
		}
	}
	return names
}

// Takes lists the fields that take a file.
func (f *Form) Takes() (names []string) {
	for _, x := range f.fields {
		if x.kind == "file" {
			names = append(names, x.name)
		}
	}
	return names
}

// Values are what a browser would send, without a button.
func (f *Form) Values() url.Values {
	v := url.Values{}
	for _, x := range f.fields {
		if x.sent {
			v.Add(x.name, x.value)
		}
	}
	return v
}

// button returns the button with a text, a name, or a name=value.
func (f *Form) button(text string) *html.Node {
	for _, b := range f.page.All("button, input[type=submit]") {
		if !belongs(b, f.node) || value(b, "type") == "button" {
			continue
		}
		name, v := value(b, "name"), value(b, "value")
		if textOf(b) == text || b.Data == "input" && v == text || name != "" && (name == text || name+"="+v == text) {
			return b
		}
	}
	return nil
}

// Buttons are the texts of the buttons that send the form.
func (f *Form) Buttons() (texts []string) {
	for _, b := range f.page.All("button, input[type=submit]") {
		if belongs(b, f.node) && value(b, "type") != "button" {
			texts = append(texts, textOf(b))
		}
	}
	return texts
}

// Submit sends the form with its first button, or with the one named (by its
// text, its name or name=value), and returns the page after it.
func (f *Form) Submit(button ...string) *Page {
	c := f.page.client
	c.t.Helper()
	values := f.Values()
	action, method := value(f.node, "action"), value(f.node, "method")
	var pressed *html.Node
	if len(button) > 0 {
		if pressed = f.button(button[0]); pressed == nil {
			c.t.Fatalf("%s: the form has no button %q", f.page.URL.Path, button[0])
		}
	} else {
		for _, b := range f.page.All("button, input[type=submit]") {
			if belongs(b, f.node) && value(b, "type") != "button" {
				pressed = b
				break
			}
		}
		if pressed == nil {
			c.t.Fatalf("%s: the form has no button", f.page.URL.Path)
		}
	}
	if name := value(pressed, "name"); name != "" {
		values.Add(name, value(pressed, "value"))
	}
	if to, ok := lookup(pressed, "formaction"); ok {
		action = to
	}
	address := c.resolve(f.page.URL, action)
	if !strings.EqualFold(method, "post") {
		before, _, _ := strings.Cut(address, "?")
		return c.Get(before + "?" + values.Encode())
	}
	req, err := f.request(address, values)
	if err != nil {
		c.t.Fatal(err)
	}
	// What a browser adds to every form it sends.
	req.Header.Set("Origin", f.page.URL.Scheme+"://"+f.page.URL.Host)
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	return c.do(req)
}

func (f *Form) request(address string, values url.Values) (*http.Request, error) {
	ctx := f.page.client.t.Context()
	if value(f.node, "enctype") != "multipart/form-data" {
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(values.Encode()))
		if err == nil {
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		return req, err
	}
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, all := range values {
		for _, v := range all {
			if err := w.WriteField(name, v); err != nil {
				return nil, err
			}
		}
	}
	for _, x := range f.files {
		part, err := w.CreateFormFile(x.name, x.filename)
		if err != nil {
			return nil, err
		}
		if _, err := part.Write(x.content); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, &b)
	if err == nil {
		req.Header.Set("Content-Type", w.FormDataContentType())
	}
	return req, err
}
