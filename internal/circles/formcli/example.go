package formcli

// The smallest files of one's own, shown by the help. They are in order: the
// tests form circles of them.
const (
	examplePeople = `
  id,tz,windows,langs,facilitator
  Amina,Africa/Nairobi,TUE 18:00-21:00;WED 18:00-21:00,en;sw,yes
  Jonas,Europe/Berlin,TUE 16:00-20:30,en;de,no
  Priya,Asia/Kolkata,TUE 20:00-23:00,en;hi,no
`
	exampleProgramme = `
  {"format": "circles-instance/1", "program": {
    "weeks": ["2027-01-11", "2027-02-08", "2027-03-08"], "length_min": 90, "grid_min": 30,
    "anchors": ["UTC", "Europe/Berlin"], "size": {"min": 3, "target": 5, "max": 6},
    "min_facilitators": 1, "want_facilitators": 2, "off_hours": ["23:00", "07:00"],
    "org_policy": "mix", "languages": ["en", "de"], "tracks": [], "offers": []}}
`
)
