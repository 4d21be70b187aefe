package main

import "codeberg.org/plenary/plenary/internal/web/ui"

func attendance(w words) []ui.PersonRow {
	var rows []ui.PersonRow
	for i, name := range w.Names {
		r := ui.PersonRow{Name: name, Details: []string{"Kolkata", "Ferry workers"},
			Segment: &ui.Segment{Name: "p" + string(rune('0'+i)), Options: []ui.Option{{Value: "here", Label: "Here"}, {Value: "not", Label: "Not"}}}}
		if i < 3 {
			r.Segment.Value = "here"
		}
		if i == 1 {
			r.Tags = []ui.Tag{{Tone: ui.Info, Word: "Facilitator"}}
		}
		rows = append(rows, r)
	}
	return rows
}

func members(w words, circle int) []ui.PersonRow {
	var rows []ui.PersonRow
	for i := range 4 {
		name := w.Names[(circle*3+i)%len(w.Names)]
		rows = append(rows, ui.PersonRow{Name: name, Details: []string{"19:30"},
			Tick: &ui.Tick{Name: "move", Value: name}})
	}
	return rows
}
