package announce

import "strings"

// registration says whether people register: must, may, or with somebody else.
func (b *builder) registration(d *draft, r region) {
	required, strict, link, others := false, false, false, false
	for i := r.from; i < r.to; i++ {
		if b.token(i).kind != isWord {
			continue
		}
		h, must := b.find(i, kRequired)
		if o, ok := b.find(i, kOptional); ok && !(must && h.n > o.n) {
			d.Registration = "optional"
			return
		}
		if must {
			required = true
			strict = strict || h.n > 3 || b.strict(i, i+h.n+3)
		}
		if b.is(i, kElsewhere) && b.linkNear(i) {
			others = true
		}
		if must || b.is(i, kSignUp) || b.is(i, kRegistering) {
			link = link || b.linkNear(i)
			required = required || b.writeTo(i)
		}
	}
	switch {
	case others, link && !strict:
		d.Registration = "elsewhere"
	case strict, required, b.closes(r):
		d.Registration = "required"
	}
}

// closes tells whether a date or hour is the one by which people register.
func (b *builder) closes(r region) bool {
	for n := range b.readingsIn(r.from, r.to) {
		if o := &b.readings[n]; o.role == ofDeadline && (o.kind == aDate || o.kind == anHour) {
			a, z := b.sentence(o.a)
			if b.between(a, z, func(i int) bool { return b.is(i, kSignUp) && !b.is(i, kMoney) || b.is(i, kRequired) }) {
				return true
			}
		}
	}
	return false
}

// strict tells whether words in [a, b) say that one must.
func (b *builder) strict(a, z int) bool {
	return b.between(a-1, z, func(i int) bool {
		f := b.token(i).fold
		for _, stem := range []string{"requir", "must", "essential", "necess", "mandator", "compulsor", "need", "erforderlich", "notwendig", "pflicht", "notig", "zwingend", "verbindlich", "obligat", "requi", "necesari", "imprescindible", "obrigat", "indispens", "обязат", "необходим", "требу", "нужн", "अनिवारय", "आवशयक", "जरर", "مطلوب", "لزامي", "ضرور", "يجب", "واجب", "يشترط", "يلزم", "preciso", "previa", "prealable", "مسبق", "anmeldepflichtig"} {
			if strings.Contains(f, stem) {
				return true
			}
		}
		return false
	})
}

// linkNear tells whether an address stands in the sentence, or right below.
func (b *builder) linkNear(i int) bool {
	_, z := b.sentence(i)
	for _, h := range b.text.hrefs {
		if h.at >= b.token(i).a && h.at <= b.token(z).b && isLink(h.url) {
			return true
		}
	}
	return b.between(i, min(z+3, i+30), func(j int) bool {
		return b.token(j).kind == isOpaque && (isLink(b.token(j).text) && !meets(b.token(j).text) && !strings.Contains(b.token(j).text, "@"))
	})
}

// writeTo tells whether the sentence names an address to which people write.
func (b *builder) writeTo(i int) bool {
	_, z := b.sentence(i)
	return b.between(i, min(z+3, i+30), func(j int) bool { return b.token(j).kind == isOpaque && strings.Contains(b.token(j).text, "@") })
}
