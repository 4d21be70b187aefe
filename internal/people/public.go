package people

// Contact is whom to ask about something, in public.
type Contact struct {
	Name  string `json:"name" yaml:"name"`
	Email string `json:"email" yaml:"email"`
}

// Party is a person or organisation that appears beside the organiser: as a
// host, a partner, a speaker. Role says more in their own words.
type Party struct {
	Name string `json:"name" yaml:"name"`
	URL  string `json:"url,omitempty" yaml:"url,omitempty"`
	Role string `json:"role,omitempty" yaml:"role,omitempty"`
}
